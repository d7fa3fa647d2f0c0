/**
 * A filter along one axis that may read or write every n-th sample only. Output `i` belongs to phase
 * `i % phases`, and is the weighted sum of the `taps` inputs from
 * `floor(i / phases) * stride + starts[phase]` on; beyond the ends the last one counts again.
 */
export interface LineFilter {
  readonly inSize: number;
  readonly outSize: number;
  readonly stride: number;
  readonly phases: number;
  readonly taps: number;
  readonly starts: Int32Array;
  /** `taps` of each phase; their sum is 1. */
  readonly weights: Float64Array;
}

/** How closely a Gaussian is followed. */
interface Closeness {
  /** Standard deviations after which it is cut off. */
  readonly cut: number;
  /** Samples in between that a standard deviation has at least, where they are thinned out. */
  readonly spread: number;
}

/**
 * Cut off where what is left weighs 6e-7, thinned so that 7e-7 of any wave at most comes back as another
 * one: off by less than 0.3 levels of u16 in the worst picture.
 */
export const CLOSE: Closeness = { cut: 5, spread: 1.2 };

/** The same with 5e-4 and 3e-4: off by less than 0.6 levels of u8 in the worst picture. */
export const CLOSE_FOR_U8: Closeness = { cut: 3.5, spread: 0.92 };

/** Samples of a Gaussian from `-radius` to `radius`; their sum is 1. */
export function gaussianWeights(sigma: number, radius: number): Float64Array {
  return normalized(Float64Array.from({ length: 2 * radius + 1 }, (_, at) => bell(at - radius, sigma)));
}

/** A filter of an odd number of weights around each sample. */
export function symmetricFilter(size: number, weights: Float64Array): LineFilter {
  const taps = weights.length;
  const starts = Int32Array.of(-(taps - 1) / 2);
  return { inSize: size, outSize: size, stride: 1, phases: 1, taps, starts, weights };
}

/**
 * Filters that together are a Gaussian: one, or for a wide one two whose cost does not grow with it.
 * Gaussians of `s1` and `s2` one after the other are one of `sqrt(s1² + s2²)`. After the first there is
 * nothing as fine as a sample left, so only every `step`-th is made; the second, which is as wide, makes
 * all of them of these. The thinned samples go on beyond the ends as far as the second filter reads.
 * A wave of frequency `f` comes back as one of `f - 1 / step` as well, by at most
 * `exp(-(pi * s1 / step)²)`, for `s1 = s2`.
 */
export function gaussianFilters(sigma: number, size: number, { cut, spread }: Closeness): LineFilter[] {
  const half = sigma / Math.SQRT2;
  const step = Math.floor(half / spread);
  if (step < 2) return [symmetricFilter(size, gaussianWeights(sigma, Math.ceil(cut * sigma)))];
  const reach = cut * half;
  const first = Math.ceil(-reach / step);
  const last = Math.floor((step - 1 + reach) / step);
  const radius = Math.floor(reach);
  const thin: LineFilter = {
    inSize: size,
    outSize: Math.floor((size - 1) / step) + last - first + 1,
    stride: step,
    phases: 1,
    taps: 2 * radius + 1,
    starts: Int32Array.of(first * step - radius),
    weights: gaussianWeights(half, radius),
  };
  const taps = Math.floor((2 * reach) / step) + 1;
  const starts = Int32Array.from({ length: step }, (_, phase) => Math.ceil((phase - reach) / step) - first);
  const weights = new Float64Array(step * taps);
  for (const [phase, start] of starts.entries()) {
    const row = Float64Array.from({ length: taps }, (_, tap) =>
      bell((start + tap + first) * step - phase, half),
    );
    weights.set(normalized(row), phase * taps);
  }
  return [thin, { inSize: thin.outSize, outSize: size, stride: 1, phases: step, taps, starts, weights }];
}

function bell(distance: number, sigma: number): number {
  return Math.exp(-(distance * distance) / (2 * sigma * sigma));
}

function normalized(weights: Float64Array): Float64Array {
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}
