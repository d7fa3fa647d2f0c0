/**
 * Samples a picture between its pixels in f64: nearest, bilinear, bicubic or nohalo. This is the reference of all
 * warps.
 */
import { hasAlpha, type Image } from '../../core/image.ts';
import { WHITE } from '../../core/pixel.ts';
import { type Interpolator, nohalo, TAPS, weigh } from '../../math/interpolators.ts';
import { CANCELLED } from '../../math/weighted-mixing.ts';

/** Writes red, green, blue and alpha at a position into `color`. */
export type Sampler = (
  column: number,
  row: number,
  fractionX: number,
  fractionY: number,
  color: Float64Array,
) => void;

interface Sampling {
  readonly interpolator: Interpolator;
  /** Red, green, blue and alpha of the pixels around the picture. */
  readonly background: readonly number[];
  /** Whether colours are weighted by their alpha. */
  readonly byAlpha: boolean;
}

/**
 * Interpolates at a position that lies fractions of 0 to 1 right of and below a pixel. The pixel may lie outside the
 * picture.
 */
export function samplerFor(input: Image, { interpolator, background, byAlpha }: Sampling): Sampler {
  const { first, count } = TAPS[interpolator];
  const planes = Array.from({ length: 4 }, () => new Float64Array(count * count));
  const [red, green, blue, alpha] = planes as [Float64Array, Float64Array, Float64Array, Float64Array];
  const read = readerFor(input, background, byAlpha);
  const mix = mixerFor(interpolator);
  return (column, row, fractionX, fractionY, color) => {
    for (let tap = 0; tap < count * count; tap++) {
      const x = tap % count;
      read(column + first + x, row + first + (tap - x) / count, planes, tap);
    }
    mix.turn(fractionX, fractionY);
    const all = mix.value(alpha);
    const visible = !byAlpha || all > 0;
    const scale = byAlpha ? 1 / Math.max(all, mix.absolute(alpha) / CANCELLED) : 1;
    color[0] = visible ? mix.value(red) * scale : 0;
    color[1] = visible ? mix.value(green) * scale : 0;
    color[2] = visible ? mix.value(blue) * scale : 0;
    color[3] = all;
  };
}

/** Returns a function that reads one pixel into the planes, premultiplied if `byAlpha`. */
function readerFor(
  { data, width, height, channels, type }: Image,
  background: readonly number[],
  byAlpha: boolean,
) {
  const alphaAt = hasAlpha(channels) ? channels - 1 : -1;
  const [second, third] = channels < 3 ? [0, 0] : [1, 2];
  const [aroundRed = 0, aroundGreen = 0, aroundBlue = 0, aroundAlpha = 0] = background;
  return (column: number, row: number, planes: readonly Float64Array[], tap: number) => {
    const [reds, greens, blues, alphas] = planes as [Float64Array, Float64Array, Float64Array, Float64Array];
    const inside = column >= 0 && column < width && row >= 0 && row < height;
    const at = (row * width + column) * channels;
    const alpha = !inside ? aroundAlpha : alphaAt < 0 ? WHITE[type] : (data[at + alphaAt] as number);
    const part = byAlpha ? alpha : 1;
    alphas[tap] = alpha;
    if (part === 0) {
      // Black whatever colour it holds, even NaN.
      reds[tap] = greens[tap] = blues[tap] = 0;
      return;
    }
    reds[tap] = (inside ? (data[at] as number) : aroundRed) * part;
    greens[tap] = (inside ? (data[at + second] as number) : aroundGreen) * part;
    blues[tap] = (inside ? (data[at + third] as number) : aroundBlue) * part;
  };
}

/** Returns the weighted sums over a window of samples, at fractions set by `turn`. */
function mixerFor(interpolator: Interpolator) {
  const { count } = TAPS[interpolator];
  const [across, down] = [new Float64Array(count), new Float64Array(count)];
  const weights = new Float64Array(count * count);
  let [x, y] = [0, 0];
  // Nohalo has no weights. Those of bilinear interpolation stand in for the sum of absolute terms.
  const shift = interpolator === 'nohalo' ? 1 : 0;
  const way = interpolator === 'nohalo' ? 'bilinear' : interpolator;
  const sum = (window: Float64Array, absolute: boolean) => {
    let total = 0;
    for (let tap = 0; tap < weights.length; tap++) {
      const weight = weights[tap] as number;
      if (weight === 0) continue;
      const part = weight * (window[tap] as number);
      total += absolute ? Math.abs(part) : part;
    }
    return total;
  };
  return {
    turn(fractionX: number, fractionY: number): void {
      [x, y] = [fractionX, fractionY];
      weigh(way, x, across.subarray(shift));
      weigh(way, y, down.subarray(shift));
      for (let tap = 0; tap < weights.length; tap++) {
        const column = tap % count;
        weights[tap] = (across[column] as number) * (down[(tap - column) / count] as number);
      }
    },
    value: (window: Float64Array) =>
      interpolator === 'nohalo' ? nohaloIn(window, 4, 1, 5, x, y) : sum(window, false),
    absolute: (window: Float64Array) => sum(window, true),
  };
}

/** `nohalo` at any position between four samples, the first of which is at `from`. Works from the nearest sample. */
function nohaloIn(
  samples: ArrayLike<number>,
  line: number,
  step: number,
  from: number,
  fractionX: number,
  fractionY: number,
): number {
  const [right, below] = [fractionX > 0.5, fractionY > 0.5];
  const near = from + (right ? step : 0) + (below ? line : 0);
  const steps = [right ? -step : step, below ? -line : line] as const;
  return nohalo(samples, near, steps, right ? 1 - fractionX : fractionX, below ? 1 - fractionY : fractionY);
}
