/** Interpolators for warps: bilinear, nearest, bicubic and Nohalo. */

/** Names as in sharp. The first is the default. */
export const INTERPOLATORS = ['bilinear', 'nearest', 'bicubic', 'nohalo'] as const;

export type Interpolator = (typeof INTERPOLATORS)[number];

/**
 * For each interpolator: the first pixel that it reads, relative to the one before the position, and the number of
 * pixels per axis.
 */
export const TAPS: Readonly<Record<Interpolator, { readonly first: number; readonly count: number }>> = {
  nearest: { first: 0, count: 1 },
  bilinear: { first: 0, count: 2 },
  bicubic: { first: -1, count: 4 },
  nohalo: { first: -1, count: 4 },
};

/**
 * Writes the weights along one axis for a fraction from 0 to 1. The position lies after the second of four pixels,
 * or after the first of two. `bicubic` is the Catmull-Rom spline: E. Catmull and R. Rom, "A class of local
 * interpolating splines", 1974.
 */
export function weigh(interpolator: Interpolator, fraction: number, weights: Float64Array): void {
  const f = fraction;
  if (interpolator === 'nearest') {
    weights[0] = 1;
  } else if (interpolator === 'bilinear') {
    weights[0] = 1 - f;
    weights[1] = f;
  } else {
    const g = 1 - f;
    weights[0] = -0.5 * f * g * g;
    weights[1] = g * (1 + f - 1.5 * f * f);
    weights[2] = f * (1 + g - 1.5 * g * g);
    weights[3] = -0.5 * f * f * g;
  }
}

/** The minmod limiter: the smaller of two slopes with equal sign, else 0. */
function minmod(before: number, after: number): number {
  if (!(before * after > 0)) return 0;
  return Math.abs(before) < Math.abs(after) ? before : after;
}

/**
 * Interpolates between four samples: at `near`, at `near + stepX`, at `near + stepY`, and at both. Fractions are 0
 * to 1/2, measured from `near`.
 *
 * Nohalo level 1: N. Robidoux et al., "CPU, SMP and GPU implementations of Nohalo level 1, a fast co-convex
 * antialiasing image resampler", C3S2E 2009. Each sample has a slope per axis, by minmod. They double the
 * resolution: each new sample is the mean of the extrapolations from its two or four neighbours. Bilinear
 * interpolation follows. Samples of weight 0 are skipped, because they may be NaN.
 */
export function nohalo(
  samples: ArrayLike<number>,
  near: number,
  [stepX, stepY]: readonly [number, number],
  across: number,
  down: number,
): number {
  const a = samples[near] as number;
  const [fx, fy] = [2 * across, 2 * down];
  if (fx === 0 && fy === 0) return a;
  const b = samples[near + stepX] as number;
  const c = samples[near + stepY] as number;
  const d = samples[near + stepX + stepY] as number;
  const alongX = slopes(samples[near - stepX] as number, a, b, samples[near + 2 * stepX] as number);
  const alongY = slopes(samples[near - stepY] as number, a, c, samples[near + 2 * stepY] as number);
  let value = fx < 1 && fy < 1 ? (1 - fx) * (1 - fy) * a : 0;
  if (fx > 0 && fy < 1) value += fx * (1 - fy) * ((a + b) / 2 + alongX / 4);
  if (fy > 0 && fx < 1) value += (1 - fx) * fy * ((a + c) / 2 + alongY / 4);
  if (fx === 0 || fy === 0) return value;
  const [below, right] = [near + stepY, near + stepX];
  const belowX = slopes(samples[below - stepX] as number, c, d, samples[below + 2 * stepX] as number);
  const rightY = slopes(samples[right - stepY] as number, b, d, samples[right + 2 * stepY] as number);
  return value + fx * fy * ((a + b + c + d) / 4 + (alongX + belowX + alongY + rightY) / 8);
}

/** Slope at the second of four samples minus slope at the third. */
function slopes(first: number, second: number, third: number, fourth: number): number {
  const between = third - second;
  return minmod(second - first, between) - minmod(between, fourth - third);
}
