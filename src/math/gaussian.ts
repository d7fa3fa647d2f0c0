/** Gaussian filters along one axis. Wide ones are split in two, so that their cost does not grow with sigma. */

/**
 * A polyphase FIR filter along one axis. Output `i` has phase `i % phases`. It is the weighted sum of `taps` inputs
 * from `floor(i / phases) * stride + starts[phase]` on. Beyond the ends, the last input repeats.
 */
export interface LineFilter {
  readonly inSize: number;
  readonly outSize: number;
  readonly stride: number;
  readonly phases: number;
  readonly taps: number;
  readonly starts: Int32Array;
  /** `taps` weights per phase. Each phase sums to 1. */
  readonly weights: Float64Array;
}

/** Precision of the approximation. */
interface Closeness {
  /** Standard deviations at which the filter is cut off. */
  readonly cut: number;
  /** Smallest standard deviation of each of the two filters, in thinned samples. */
  readonly spread: number;
}

/**
 * For u16 and f32: the cut-off weighs 6e-7, and aliasing is at most 7e-7 of any wave. Worst error below 0.3 levels
 * of u16.
 */
export const CLOSE: Closeness = { cut: 5, spread: 1.2 };

/** For u8: 5e-4 and 3e-4. Worst error below 0.6 levels of u8. */
export const CLOSE_FOR_U8: Closeness = { cut: 3.5, spread: 0.92 };

/** Samples of a Gaussian from `-radius` to `radius`. They sum to 1. */
export function gaussianWeights(sigma: number, radius: number): Float64Array {
  return normalized(Float64Array.from({ length: 2 * radius + 1 }, (_, at) => bell(at - radius, sigma)));
}

/** A filter with an odd number of weights, centred on each sample. */
export function symmetricFilter(size: number, weights: Float64Array): LineFilter {
  const taps = weights.length;
  const starts = Int32Array.of(-(taps - 1) / 2);
  return { inSize: size, outSize: size, stride: 1, phases: 1, taps, starts, weights };
}

/**
 * Filters that together form a Gaussian of `sigma`: one, or two for a wide one. Gaussians of `s1` and `s2` in
 * sequence equal one of `sqrt(s1² + s2²)`. The first filter removes fine detail, so only every `step`-th of its
 * outputs is computed; the second, equally wide, interpolates all outputs from these. Thinned samples extend beyond
 * the ends as far as the second filter reads. Thinning aliases a wave of frequency `f` to `f - 1 / step`, with an
 * amplitude of at most `exp(-(pi * s1 / step)²)` for `s1 = s2`.
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
