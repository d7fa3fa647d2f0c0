/** The weights with which a row or column is resampled to another length. */
import { FILTERS, type ResamplingFilter, reachOf } from './resampling-filters.ts';

/** The inputs of each output, with their weights. */
export interface Weights {
  /** Inputs per output. All of them exist; some may have weight 0. */
  readonly taps: number;
  /** First input of each output, in non-decreasing order. */
  readonly starts: Int32Array;
  /** `taps` weights per output. They sum to 1. */
  readonly weights: Float64Array;
}

/** The wanted outputs. */
interface Part {
  readonly from: number;
  readonly size: number;
  /** Inputs per output. If it is not `inSize / outSize`, the picture is centred. */
  readonly scale?: number;
  /** Number of inputs that the picture covers, if it covers the last one only in part. Default: all. */
  readonly covered?: number;
}

/** Cached weight tables. A large one takes a megabyte. */
const CACHED = 32;

const cache = new Map<string, Weights>();

/**
 * Weights for resampling `inSize` samples to `outSize`. Output `i` is centred at `(i + 0.5) * scale - 0.5`, shifted
 * by half the difference between what the outputs cover and the picture. When shrinking, the filter is widened by
 * `scale`. Inputs beyond the ends have no weight; the others are normalised.
 */
export function weightsFor(
  inSize: number,
  outSize: number,
  filter: ResamplingFilter,
  { from, size, scale = inSize / outSize, covered = inSize }: Part = { from: 0, size: outSize },
): Weights {
  const key = `${inSize}>${outSize} ${scale} ${covered} ${filter} ${from}+${size}`;
  const made = cache.get(key) ?? makeWeights(inSize, outSize, filter, { from, size, scale, covered });
  cache.delete(key);
  cache.set(key, made);
  for (const oldest of cache.keys()) {
    if (cache.size <= CACHED) break;
    cache.delete(oldest);
  }
  return made;
}

function makeWeights(
  inSize: number,
  outSize: number,
  filter: ResamplingFilter,
  { from, size, scale, covered }: Required<Part>,
): Weights {
  const shift = (outSize * scale - covered) / 2;
  // A row that keeps its length needs no interpolation, whatever the filter.
  if (filter === 'nearest' || inSize === outSize) {
    const every = inSize / outSize;
    const starts = Int32Array.from({ length: size }, (_, index) =>
      Math.min(inSize - 1, Math.floor((from + index + 0.5) * every)),
    );
    return { taps: 1, starts, weights: new Float64Array(size).fill(1) };
  }
  const { value } = FILTERS[filter];
  const width = Math.max(1, scale);
  const reach = reachOf(filter, scale);
  const centreOf = (index: number) => (from + index + 0.5) * scale - 0.5 - shift;
  const firsts = Int32Array.from({ length: size }, (_, i) => Math.max(0, Math.ceil(centreOf(i) - reach)));
  const lasts = firsts.map((_, i) => Math.min(inSize - 1, Math.floor(centreOf(i) + reach)));
  const taps = firsts.reduce((most, first, i) => Math.max(most, (lasts[i] as number) - first + 1), 1);
  const weights = new Float64Array(size * taps);
  const starts = firsts.map((first) => Math.min(first, inSize - taps));
  starts.forEach((start, i) => {
    const row = weights.subarray(i * taps, (i + 1) * taps);
    for (let at = firsts[i] as number; at <= (lasts[i] as number); at++) {
      row[at - start] = value((at - centreOf(i)) / width);
    }
    const sum = row.reduce((total, weight) => total + weight, 0);
    row.forEach((weight, at) => {
      row[at] = weight / sum;
    });
  });
  return { taps, starts, weights };
}
