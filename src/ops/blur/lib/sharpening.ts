/** The arithmetic of `sharpen`: the reference, and its choice of kernels. */
import { colorChannels, hasAlpha, type Image } from '../../../core/image.ts';
import { LEVEL_LIMIT, roundLevel, WHITE } from '../../../core/pixel.ts';
import { faintAlpha, finite } from '../../../kernels/blur/mixing-space.ts';
import { gaussianWeights } from '../../../math/gaussian.ts';
import { fromLab, lightness, luminance, toLab } from '../../../math/lab.ts';
import { toEncoded, toLinear } from '../../../math/srgb.ts';
import type { SharpenCurve, Sharpening } from './sharpen-passes.ts';

/** Height at which libvips ends its mask, and the part of it that it rounds weights to. */
const MASK_END = 0.1;
const MASK_PARTS = 20;

/** Standard deviations of a true Gaussian: what lies beyond weighs 2e-9. */
const CUT = 6;

/** Weights of the blur along one axis: those of `vips_gaussmat` in whole numbers, or a true Gaussian. */
export function maskOf(method: 'lab' | 'unsharp', sigma: number): Float64Array {
  if (method === 'unsharp') return gaussianWeights(sigma, Math.ceil(CUT * sigma));
  const radius = Math.floor(sigma * Math.sqrt(-2 * Math.log(MASK_END)));
  const parts = Float64Array.from({ length: 2 * radius + 1 }, (_, at) =>
    Math.round(MASK_PARTS * Math.exp(-((at - radius) ** 2) / (2 * sigma * sigma))),
  );
  const sum = parts.reduce((total, part) => total + part, 0);
  return parts.map((part) => part / sum);
}

/** What L changes by for a difference: `vips_sharpen`'s table. */
export function changeOf(difference: number, { m1, m2, x1, y2, y3 }: SharpenCurve): number {
  const flat = Math.max(-x1, Math.min(x1, difference));
  return Math.max(-y3, Math.min(y2, flat * m1 + (difference - flat) * m2));
}

interface Sharpener {
  /** Channels of what is blurred. */
  readonly channels: number;
  /** Fills a line with row `y` of what is blurred, times alpha where there is one, and alpha behind it. */
  load(y: number, line: Float64Array): void;
  /** Stores row `y` of the result, given its blur. */
  store(blurred: Float64Array, y: number): void;
}

export function sharpener(input: Image, how: Sharpening, output: Image): Sharpener {
  const alpha = hasAlpha(input.channels);
  const values = how.lab ? 1 : colorChannels(input.channels);
  const channels = values + (alpha ? 1 : 0);
  const white = WHITE[input.type];
  const sample = (at: number) => finite(input.data[at] as number);
  const light = (at: number) => toLinear(sample(at) / white);
  const lightnessAt = (at: number) => {
    const red = light(at);
    if (input.channels < 3) return lightness(luminance(red, red, red));
    return lightness(luminance(red, light(at + 1), light(at + 2)));
  };
  const store = how.lab ? labStore(input, how, output) : sampleStore(input, how, output);
  return {
    channels,
    load(y, line) {
      let at = y * input.width * input.channels;
      for (let to = 0; to < line.length; to += channels, at += input.channels) {
        const weight = alpha ? Math.max(0, sample(at + input.channels - 1)) : 1;
        if (alpha) line[to + values] = weight;
        if (how.lab) line[to] = weight * lightnessAt(at);
        else for (let value = 0; value < values; value++) line[to + value] = weight * sample(at + value);
      }
    },
    store,
  };
}

/** What is blurred at `at`, straight; undefined where nothing is. */
function straight(blurred: Float64Array, at: number, alphaAt: number, faint: number): number | undefined {
  if (alphaAt < 0) return blurred[at];
  const alpha = blurred[alphaAt] as number;
  return alpha < faint ? undefined : (blurred[at] as number) / alpha;
}

function sampleStore(input: Image, { amount, threshold }: Sharpening, output: Image): Sharpener['store'] {
  const { width, channels } = input;
  const colors = colorChannels(channels);
  const limit = LEVEL_LIMIT[input.type];
  const faint = faintAlpha(input);
  return (blurred, y) => {
    const first = y * width * channels;
    for (let pixel = 0; pixel < blurred.length; pixel += channels) {
      const alphaAt = hasAlpha(channels) ? pixel + colors : -1;
      for (let at = pixel; at < pixel + colors; at++) {
        const own = finite(input.data[first + at] as number);
        const difference = own - (straight(blurred, at, alphaAt, faint) ?? own);
        const added = Math.abs(difference) > threshold ? amount * difference : 0;
        output.data[first + at] = roundLevel(own + added, limit);
      }
      if (alphaAt >= 0) output.data[first + alphaAt] = finite(input.data[first + alphaAt] as number);
    }
  };
}

function labStore(input: Image, how: Sharpening, output: Image): Sharpener['store'] {
  const { width } = input;
  const sharpen = sharpenPixels(input, how.curve, output);
  const faint = faintAlpha(input);
  const alpha = hasAlpha(input.channels);
  return (blurred, y) =>
    sharpen(y * width, width, (x) => straight(blurred, alpha ? 2 * x : x, alpha ? 2 * x + 1 : -1, faint));
}

/** Sharpens neighbouring pixels, given L around each, or nothing. */
export function sharpenPixels({ channels, data, type }: Image, curve: SharpenCurve, output: Image) {
  const colors = colorChannels(channels);
  const [limit, white] = [LEVEL_LIMIT[type], WHITE[type]];
  const lab = new Float64Array(3);
  return (start: number, pixels: number, aroundOf: (at: number) => number | undefined): void => {
    for (let pixel = 0; pixel < pixels; pixel++) {
      const first = (start + pixel) * channels;
      for (let at = 0; at < 3; at++) {
        lab[at] = toLinear(finite(data[first + (colors === 3 ? at : 0)] as number) / white);
      }
      toLab(lab, 0);
      const own = lab[0] as number;
      const sharp = own + changeOf(own - (aroundOf(pixel) ?? own), curve);
      lab[0] = Math.max(Math.min(0, own), Math.min(Math.max(100, own), sharp));
      fromLab(lab, 0);
      for (let at = 0; at < colors; at++) {
        output.data[first + at] = roundLevel(white * toEncoded(lab[at] as number), limit);
      }
      if (hasAlpha(channels)) output.data[first + colors] = finite(data[first + colors] as number);
    }
  };
}
