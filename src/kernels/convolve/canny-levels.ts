/**
 * The integer arithmetic that Canny's edge detector shares between the CPU, the GPU and the reference, so that all
 * find the same edges.
 */
import { hasAlpha, type Image } from '../../core/image.ts';
import type { PixelType } from '../../core/pixel.ts';
import { gaussianWeights } from '../../math/gaussian.ts';
import { levelOf, readLevels } from '../pixels/histogram.ts';

/** White of the brightness as it is smoothed. Gradients are taken of brightness shifted by `GRADIENT_SHIFT`. */
const WHITE_LEVEL = 65535;
export const GRADIENT_SHIFT = 3;
const GRADIENT_WHITE = WHITE_LEVEL >> GRADIENT_SHIFT;

/** Factor from the levels that histograms count to 65536 levels. */
export const WIDEN: Readonly<Record<PixelType, number>> = { u8: 257, u16: 1, f32: 1 };

/** Weights are 2 ** -15ths, so that sums of 16-bit levels fit 31 bits. */
export const WEIGHT_BITS = 15;
export const WEIGHT_HALF = 1 << (WEIGHT_BITS - 1);

/** Standard deviations at which the Gaussian is cut off, as in scikit-image. */
const CUT = 4;

/** Kinds of pixels. `wgsl/ops/convolve/canny/maxima.wgsl` has the same numbers. */
export const NO_EDGE = 0;
export const WEAK = 1;
export const STRONG = 2;

/**
 * Fills `levels` with the brightness of the pixels from `first` on, in 65536 levels: luma as `histogram.ts` counts
 * it, times alpha as a fraction. NaN is black.
 */
export function readBrightness(input: Image, first: number, levels: Int32Array): void {
  const { data, channels, type } = input;
  readLevels(input, first, levels);
  const widen = WIDEN[type];
  for (let i = 0; i < levels.length; i++) levels[i] = Math.max(0, widen * (levels[i] as number));
  if (!hasAlpha(channels)) return;
  let at = first * channels + channels - 1;
  for (let i = 0; i < levels.length; i++, at += channels) {
    const alpha = widen * levelOf(data[at] as number, type);
    // What NaN gives is stored as 0.
    levels[i] = Math.floor(((levels[i] as number) * alpha + (WHITE_LEVEL >> 1)) / WHITE_LEVEL);
  }
}

/**
 * Gaussian weights of the pixels 0, 1, 2 … away on each side. Cumulative sums are rounded, so that all weights
 * together are exactly one.
 */
export function smoothingWeights(sigma: number): Int32Array {
  const radius = Math.floor(CUT * sigma + 0.5);
  const exact = radius > 0 ? gaussianWeights(sigma, radius).subarray(radius) : Float64Array.of(1);
  const weights = new Int32Array(radius + 1);
  let [sum, rounded] = [0, 0];
  for (let reach = radius; reach > 0; reach--) {
    sum += exact[reach] as number;
    const next = Math.round(sum * 2 ** WEIGHT_BITS);
    weights[reach] = next - rounded;
    rounded = next;
  }
  weights[0] = 2 ** WEIGHT_BITS - 2 * rounded;
  return weights;
}

/** Squared gradients from which a pixel is a weak and a strong edge. At least 1, so that a flat area has no edges. */
export function squaredThresholds(low: number, high: number): [low: number, high: number] {
  const square = (fraction: number) => Math.max(1, Math.ceil((fraction * GRADIENT_WHITE) ** 2));
  return [square(Math.min(low, high)), square(Math.max(low, high))];
}

/**
 * Whether the gradient points nearer to the sides than to a corner, in exact integers: `tan(22.5°)` is `sqrt(2) - 1`,
 * and `b < (sqrt(2) - 1) a` is `(a + b)² < 2 a²`.
 */
export function isAlong(a: number, b: number): boolean {
  return (a + b) * (a + b) < 2 * a * a;
}
