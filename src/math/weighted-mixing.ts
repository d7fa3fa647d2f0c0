/** Mixes pixels by resampling weights. */
import type { Weights } from './resampling-weights.ts';

/**
 * Premultiplied colours are divided by the sum of weighted alphas. Where a filter has negative weights that sum may
 * almost cancel, and the quotient would be noise. So the divisor is at least the absolute sum divided by this
 * number.
 */
export const CANCELLED = 8;

/** Computes the pixel at `at` from pixels at `offsets` after `first`, with the weights of output `index`. */
type Mix = (
  from: Float64Array,
  first: number,
  offsets: Int32Array,
  weights: Weights,
  index: number,
  to: Float64Array,
  at: number,
  channels: number,
) => void;

/** Mixes each channel independently. */
export const mixStraight: Mix = (from, first, offsets, { taps, weights }, index, to, at, channels) => {
  for (let channel = 0; channel < channels; channel++) {
    let sum = 0;
    for (let tap = 0; tap < taps; tap++) {
      const weight = weights[index * taps + tap] as number;
      if (weight !== 0) sum += weight * (from[first + (offsets[tap] as number) + channel] as number);
    }
    to[at + channel] = sum;
  }
};

/** Mixes colours weighted by alpha. Transparent results are black. */
export const mixByAlpha: Mix = (from, first, offsets, { taps, weights }, index, to, at, channels) => {
  let red = 0;
  let green = 0;
  let blue = 0;
  let alpha = 0;
  let absolute = 0;
  const last = channels - 1;
  for (let tap = 0; tap < taps; tap++) {
    const weight = weights[index * taps + tap] as number;
    if (weight === 0) continue;
    const pixel = first + (offsets[tap] as number);
    const part = weight * (from[pixel + last] as number);
    // Skips transparent pixels, whatever colour they hold.
    if (part === 0) continue;
    red += part * (from[pixel] as number);
    if (last === 3) {
      green += part * (from[pixel + 1] as number);
      blue += part * (from[pixel + 2] as number);
    }
    alpha += part;
    absolute += Math.abs(part);
  }
  const whole = Math.max(alpha, absolute / CANCELLED);
  to[at] = alpha > 0 ? red / whole : 0;
  if (last === 3) {
    to[at + 1] = alpha > 0 ? green / whole : 0;
    to[at + 2] = alpha > 0 ? blue / whole : 0;
  }
  to[at + last] = alpha;
};

/** `mixStraight` for a row of three-channel pixels. Reads each weight once. */
export function mixThree(from: Float64Array, to: Float64Array, { taps, starts, weights }: Weights): void {
  for (let x = 0; x < starts.length; x++) {
    let [red, green, blue] = [0, 0, 0];
    let pixel = 3 * (starts[x] as number);
    for (let tap = x * taps; tap < (x + 1) * taps; tap++) {
      const weight = weights[tap] as number;
      // Pixels of weight 0 may hold NaN.
      if (weight !== 0) {
        red += weight * (from[pixel] as number);
        green += weight * (from[pixel + 1] as number);
        blue += weight * (from[pixel + 2] as number);
      }
      pixel += 3;
    }
    to[3 * x] = red;
    to[3 * x + 1] = green;
    to[3 * x + 2] = blue;
  }
}
