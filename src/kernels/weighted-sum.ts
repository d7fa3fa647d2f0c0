/** Lines that are added at once: a sum read and written once for several is most of the time saved. */
const EIGHT = 8;
const FOUR = 4;

/** `to[i]` becomes the sum of `shares[k] * from[offsets[k] + i]`; with `keep` 1 that is added to it. */
export function weightedSum(
  from: Float64Array,
  offsets: readonly number[],
  shares: readonly number[],
  to: Float64Array,
  keep: 0 | 1 = 0,
): void {
  for (let first = 0; first < offsets.length; ) {
    const left = offsets.length - first;
    const count = left === 1 ? 1 : left <= FOUR ? FOUR : EIGHT;
    // Filled up with the first one, times 0.
    const lines = Array.from({ length: count }, (_, at) => offsets[first + at] ?? (offsets[first] as number));
    const weights = Array.from({ length: count }, (_, at) => shares[first + at] ?? 0);
    const add = count === 1 ? addOne : count === FOUR ? addFour : addEight;
    add(from, lines, weights, to, first > 0 ? 1 : keep);
    first += count;
  }
}

type Add = (
  from: Float64Array,
  lines: readonly number[],
  weights: readonly number[],
  to: Float64Array,
  /** 1 to add to what is there, 0 to replace it. */
  keep: number,
) => void;

const addEight: Add = (from, lines, weights, to, keep) => {
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = lines;
  const [p = 0, q = 0, r = 0, s = 0, t = 0, u = 0, v = 0, w = 0] = weights;
  for (let at = 0; at < to.length; at++) {
    const low = p * (from[a + at] as number) + q * (from[b + at] as number);
    const mid = r * (from[c + at] as number) + s * (from[d + at] as number);
    const high = t * (from[e + at] as number) + u * (from[f + at] as number);
    const top = v * (from[g + at] as number) + w * (from[h + at] as number);
    to[at] = keep * (to[at] as number) + (low + mid + (high + top));
  }
};

const addFour: Add = (from, lines, weights, to, keep) => {
  const [a = 0, b = 0, c = 0, d = 0] = lines;
  const [p = 0, q = 0, r = 0, s = 0] = weights;
  for (let at = 0; at < to.length; at++) {
    const low = p * (from[a + at] as number) + q * (from[b + at] as number);
    const high = r * (from[c + at] as number) + s * (from[d + at] as number);
    to[at] = keep * (to[at] as number) + (low + high);
  }
};

const addOne: Add = (from, [line = 0], [weight = 0], to, keep) => {
  for (let at = 0; at < to.length; at++) {
    to[at] = keep * (to[at] as number) + weight * (from[line + at] as number);
  }
};
