/** The arithmetic of `sharpen`: the reference, and its choice of kernels. */
import { colorChannels, hasAlpha, type Image } from '../../../core/image.ts';
import { LEVEL_LIMIT, roundLevel, WHITE } from '../../../core/pixel.ts';
import { faintAlpha, finite } from '../../../kernels/blur/mixing-space.ts';
import { leastLeft } from '../../../kernels/pixels/holes.ts';
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

/** Where the weights of blurred values lie: one for all behind them, or one for each of them; or there are none. */
type Weighing = 'none' | 'alpha' | 'each';

/** With `holes`, which are samples that are NaN, each value is blurred with a weight of its own. */
export function sharpener(input: Image, how: Sharpening, output: Image, holes: boolean): Sharpener {
  const alpha = hasAlpha(input.channels);
  const values = how.lab ? 1 : colorChannels(input.channels);
  const weighing = holes ? 'each' : alpha ? 'alpha' : 'none';
  const channels = values + { none: 0, alpha: 1, each: values }[weighing];
  const white = WHITE[input.type];
  const sample = (at: number) => finite(input.data[at] as number);
  const light = (at: number) => toLinear(sample(at) / white);
  const lightnessAt = (at: number) => {
    const red = light(at);
    if (input.channels < 3) return lightness(luminance(red, red, red));
    return lightness(luminance(red, light(at + 1), light(at + 2)));
  };
  const store = (how.lab ? labStore : sampleStore)(input, how, output, weighing);
  /** Whether what value `value` of a pixel is made of has a hole. */
  const isHole = (at: number, value: number) => {
    const [first, count] = how.lab ? [at, colorChannels(input.channels)] : [at + value, 1];
    return input.data.subarray(first, first + count).some(Number.isNaN);
  };
  return {
    channels,
    load(y, line) {
      let at = y * input.width * input.channels;
      for (let to = 0; to < line.length; to += channels, at += input.channels) {
        const weight = alpha ? Math.max(0, sample(at + input.channels - 1)) : 1;
        if (weighing === 'alpha') line[to + values] = weight;
        for (let value = 0; value < values; value++) {
          const share = weighing === 'each' && isHole(at, value) ? 0 : weight;
          if (weighing === 'each') line[to + values + value] = share;
          line[to + value] = share * (how.lab ? lightnessAt(at) : sample(at + value));
        }
      }
    },
    store,
  };
}

/** Reads value `value` of pixel `x` of a blurred line, straight; undefined where nothing is. */
function readerOf(input: Image, { weights }: Sharpening, values: number, weighing: Weighing) {
  const middle = weights[(weights.length - 1) / 2] as number;
  const least = hasAlpha(input.channels) ? faintAlpha(input) : leastLeft(middle * middle);
  return (blurred: Float64Array, x: number, value: number): number | undefined => {
    if (weighing === 'none') return blurred[x * values + value];
    const at = x * (weighing === 'each' ? 2 * values : values + 1) + value;
    const weight = blurred[weighing === 'each' ? at + values : at - value + values] as number;
    return weight < least ? undefined : (blurred[at] as number) / weight;
  };
}

function sampleStore(input: Image, how: Sharpening, output: Image, weighing: Weighing): Sharpener['store'] {
  const { width, channels, data } = input;
  const { amount, threshold } = how;
  const colors = colorChannels(channels);
  const limit = LEVEL_LIMIT[input.type];
  const around = readerOf(input, how, colors, weighing);
  return (blurred, y) => {
    for (let x = 0; x < width; x++) {
      const first = (y * width + x) * channels;
      for (let value = 0; value < colors; value++) {
        const own = numberAt(data, first + value);
        const difference = own - (around(blurred, x, value) ?? own);
        const added = Math.abs(difference) > threshold ? amount * difference : 0;
        output.data[first + value] = roundLevel(own + added, limit);
      }
      if (hasAlpha(channels)) output.data[first + colors] = numberAt(data, first + colors);
    }
  };
}

/** A sample, with 0 in place of infinities. NaN stays. */
function numberAt(data: Image['data'], at: number): number {
  const sample = data[at] as number;
  return Number.isNaN(sample) ? sample : finite(sample);
}

function labStore(input: Image, how: Sharpening, output: Image, weighing: Weighing): Sharpener['store'] {
  const { width } = input;
  const sharpen = sharpenPixels(input, how.curve, output);
  const around = readerOf(input, how, 1, weighing);
  return (blurred, y) => sharpen(y * width, width, (x) => around(blurred, x, 0));
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
        lab[at] = toLinear(numberAt(data, first + (colors === 3 ? at : 0)) / white);
      }
      toLab(lab, 0);
      const own = lab[0] as number;
      const sharp = own + changeOf(own - (aroundOf(pixel) ?? own), curve);
      lab[0] = Math.max(Math.min(0, own), Math.min(Math.max(100, own), sharp));
      fromLab(lab, 0);
      for (let at = 0; at < colors; at++) {
        output.data[first + at] = roundLevel(white * toEncoded(lab[at] as number), limit);
      }
      if (hasAlpha(channels)) output.data[first + colors] = numberAt(data, first + colors);
    }
  };
}
