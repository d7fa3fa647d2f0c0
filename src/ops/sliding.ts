import type { Samples } from '../core/pixel.ts';

/** `count` vectors of `length` samples each, one behind the other from sample `first` on. */
interface Vectors {
  readonly first: number;
  readonly count: number;
  readonly length: number;
}

/**
 * For each vector, the largest (`sign` 1) or smallest (-1) sample by sample among those up to `reach`
 * before and behind it. Three comparisons a sample at any reach: the method of van Herk (1992) and Gil
 * and Werman (1993). The vectors are cut into blocks as long as the window, so that each window is the
 * end of one block and the beginning of the next; the best of every end and every beginning is kept.
 * NaN loses against everything.
 */
export function slideExtremum(
  from: Samples,
  to: Samples,
  vectors: Vectors,
  reach: number,
  sign: 1 | -1,
): void {
  const { first, count, length } = vectors;
  const window = 2 * reach + 1;
  const ends = new Float64Array(window * length);
  const beginning = new Float64Array(length);
  const take = (into: Float64Array, at: number, vector: number) => {
    if (vector < 0 || vector >= count) return;
    const start = first + vector * length;
    for (let i = 0; i < length; i++) {
      const value = from[start + i] as number;
      const best = into[at + i] as number;
      if (sign * value > sign * best || Number.isNaN(best)) into[at + i] = value;
    }
  };
  // Vector `block + offset` is the first one in the window of vector `block + offset + reach`.
  for (let block = -reach; block + reach < count; block += window) {
    ends.fill(Number.NaN);
    for (let offset = window - 1; offset >= 0; offset--) {
      const at = offset * length;
      if (offset < window - 1) ends.copyWithin(at, at + length, at + 2 * length);
      take(ends, at, block + offset);
    }
    beginning.fill(Number.NaN);
    for (let offset = 0; offset < window && block + offset + reach < count; offset++) {
      if (offset > 0) take(beginning, 0, block + window + offset - 1);
      const start = first + (block + offset + reach) * length;
      for (let i = 0; i < length; i++) {
        const end = ends[offset * length + i] as number;
        const begin = beginning[i] as number;
        to[start + i] = sign * begin > sign * end || Number.isNaN(end) ? begin : end;
      }
    }
  }
}
