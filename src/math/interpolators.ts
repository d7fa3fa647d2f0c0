/** sharp's names; the first is the usual one. */
export const INTERPOLATORS = ['bilinear', 'nearest', 'bicubic', 'nohalo'] as const;

export type Interpolator = (typeof INTERPOLATORS)[number];

/** The first pixel that each reads, counted from the one before the position, and how many in a row. */
export const TAPS: Readonly<Record<Interpolator, { readonly first: number; readonly count: number }>> = {
  nearest: { first: 0, count: 1 },
  bilinear: { first: 0, count: 2 },
  bicubic: { first: -1, count: 4 },
  nohalo: { first: -1, count: 4 },
};

/**
 * Writes the weights of the pixels along one axis at a fraction, 0 to 1, behind the second of four or
 * the first of fewer. `bicubic` is the Catmull-Rom spline: E. Catmull and R. Rom, "A class of local
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

/** The smaller of two slopes of one sign, 0 for others. */
function minmod(before: number, after: number): number {
  if (!(before * after > 0)) return 0;
  return Math.abs(before) < Math.abs(after) ? before : after;
}

/**
 * The value between four samples: the one at `near`, that `stepX` behind it, that `stepY` behind it, and
 * that behind both; fractions of 0 to 1/2 away from the first.
 *
 * Nohalo level 1: N. Robidoux et al., "CPU, SMP and GPU implementations of Nohalo level 1, a fast
 * co-convex antialiasing image resampler", C3S2E 2009. Every sample has a slope along each axis, the
 * smaller of those to its neighbours (minmod). The grid is made twice as fine: a new sample is the mean
 * of what its two neighbours, or four, extrapolate to. Then comes bilinear interpolation. Samples that
 * count for nothing are left out, for they may be NaN.
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

/** The slope at the second of four samples less that at the third. */
function slopes(first: number, second: number, third: number, fourth: number): number {
  const between = third - second;
  return minmod(second - first, between) - minmod(between, fourth - third);
}
