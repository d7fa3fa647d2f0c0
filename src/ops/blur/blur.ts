/** The op `blur`: blur the picture with a Gaussian. */
import * as z from 'zod';
import { hasAlpha, type Image, pixelCount, type Shape } from '../../core/image.ts';
import { toEnd, type Work } from '../../core/turns.ts';
import {
  type Curves,
  EXACT,
  FAINT_FLOAT,
  FAST,
  mixable,
  storeMixed,
} from '../../kernels/blur/mixing-space.ts';
import { convolveSeparably } from '../../kernels/blur/separable-convolution.ts';
import { convolveSeparablyExactly } from '../../kernels/blur/separable-convolution-reference.ts';
import { convolveSamples } from '../../kernels/blur/separable-convolution-samples.ts';
import { leastLeft, type Mixing, mixAroundHoles } from '../../kernels/pixels/holes.ts';
import { isOpaque } from '../../kernels/pixels/opaque.ts';
import {
  CLOSE,
  CLOSE_FOR_U8,
  gaussianFilters,
  gaussianWeights,
  type LineFilter,
} from '../../math/gaussian.ts';
import { number, oneOf } from '../lib/fields.ts';
import type { Op } from '../op.ts';
import { filterPasses } from './lib/separable.ts';

const params = z.strictObject({
  sigma: number({
    unit: 'pixels',
    min: 0.3,
    max: 1000,
    default: 1,
    suggested: [0.3, 50],
    describe: 'Standard deviation of the Gaussian: larger is softer.',
  }),
  light: oneOf(
    ['srgb', 'linear'],
    'Average the samples as they are stored (srgb), or the light that they stand for (linear).',
  ),
});

type Params = z.output<typeof params>;

/** Taps of a line at which the cost stops growing: from there on rows and columns are thinned out first. */
const MOST_TAPS = 30;

/** Standard deviations up to which the reference goes; what lies beyond weighs 2e-9. */
const REFERENCE_CUT = 6;

/**
 * A Gaussian of the given standard deviation, normalised, its samples taken to 6 standard deviations on
 * each side; beyond the edges the nearest pixel counts. As `skimage.filters.gaussian` with mode `nearest`
 * and truncate 6.
 *
 * With alpha, colours count as much as they are opaque. What is less opaque than half a level afterwards
 * (half a u16 level for f32) is black; alpha below 0 counts as 0. Infinities count as 0. NaN is a hole. The
 * floats' tolerance is relative to the brightest pixel around, and to its share of alpha.
 *
 * The cost does not grow with sigma (see `gaussianFilters`): 24 to 30 taps a pixel for the columns (u8 13 to
 * 20), and for the rows that divided by the thinning, which is a sixth of sigma or more. Below a sigma of
 * 3.4 (u8 2.6) each pixel is made of its neighbours directly, 10 sigma + 1 (u8 7 sigma + 1) of a column and
 * of a row. Beside the picture, read and written once, floats are written and read again once below, and
 * above for a part of the rows only; linear light adds a pass that decodes.
 *
 * sharp's `blur` cuts its mask at a fifth of its height, with weights in twentieths, which makes it a
 * fifth narrower than its sigma, and without one is a mean of 3x3. Its `precision` and `minAmplitude`
 * tell how rough that is, and have no part here.
 */
export const blur = {
  name: 'blur' as const,
  family: 'blur',
  aliases: ['gaussianBlur'] as const,
  summary: 'Blur the picture with a Gaussian.',
  kind: 'area' as const,
  params,
  positional: ['sigma'] as const,
  examples: [{ sigma: 1.3 }, { sigma: 6 }, { sigma: 2, light: 'linear' }],
  tolerance: { u8: 1, u16: 2, f32: 1e-5 },
  nonFinite:
    'NaN is a hole: it does not count, and it is filled from its neighbours where there are any. Infinities count as 0.',
  unlikeSharp:
    "sharp's mask ends where the Gaussian falls to a fifth of its height, and its weights are in twentieths, so the blur is narrower than its sigma (38 to 43 dB). With `precision: 'float'` and a small `minAmplitude`, sharp's result is as here (51 dB). Noir takes the whole Gaussian at every sigma, and a large one costs no more.",

  geometry: (input: Shape): Shape => input,

  reference(input: Image, params: Params, output: Image): void {
    toEnd(mixAroundHoles(input, output, mixingBy(blurExactly, params, EXACT)));
  },

  features(input: Shape, { sigma, light }: Params) {
    const taps = Math.min(MOST_TAPS, 2 * Math.ceil(REFERENCE_CUT * sigma) + 1) * pixelCount(input);
    return light === 'linear' ? { variant: 'light', taps } : { taps };
  },

  measured: [
    { sigma: 0.8 },
    { sigma: 2 },
    { sigma: 8 },
    { sigma: 1, light: 'linear' },
    { sigma: 8, light: 'linear' },
  ],

  kernel(input: Image, params: Params, output: Image): Work<void> {
    return mixAroundHoles(input, output, mixingBy(blurQuickly, params, FAST));
  },

  lower(input: Shape, { sigma, light }: Params) {
    const { columns, rows } = filtersFor(input, sigma, light === 'srgb' && !hasAlpha(input.channels));
    return filterPasses(input, columns, rows, light);
  },
} satisfies Op<Params>;

type Blur = (input: Image, params: Params, output: Image) => unknown | Work<unknown>;

function mixingBy(blur: Blur, params: Params, { decode, encode }: Curves): Mixing {
  const middle = gaussianWeights(params.sigma, Math.ceil(params.sigma))[Math.ceil(params.sigma)] as number;
  const scaledLight = (value: number, factor: number) => encode(decode(value) * factor);
  return {
    mix: (input, output) => blur(input, params, output),
    weigh: (plane, output) => blur(plane, { ...params, light: 'srgb' }, output),
    least: leastLeft(middle * middle),
    byAlpha: true,
    faint: FAINT_FLOAT,
    ...(params.light === 'linear' && { scaled: scaledLight }),
  };
}

function blurExactly(input: Image, { sigma, light }: Params, output: Image): void {
  const weights = gaussianWeights(sigma, Math.ceil(REFERENCE_CUT * sigma));
  const samples = mixable(input, 0, light, EXACT, new Float64Array(input.data.length));
  storeMixed(convolveSeparablyExactly(samples, input, weights), output, 0, light, EXACT);
}

function* blurQuickly(input: Image, { sigma, light }: Params, output: Image): Work<boolean> {
  const { width, channels } = input;
  if (light === 'srgb') {
    const opaque = yield* isOpaque(input);
    const filters = filtersFor(input, sigma, opaque);
    return yield* convolveSamples(input, filters.columns, filters.rows, output, opaque);
  }
  const { columns, rows } = filtersFor(input, sigma, false);
  const length = width * channels;
  const load = (y: number, line: Float64Array) => mixable(input, y * length, light, FAST, line);
  yield* convolveSeparably({ width, channels, load }, columns, rows, (line, y) => {
    storeMixed(line, output, y * length, light, FAST);
  });
  return false;
}

interface Filters {
  readonly columns: readonly LineFilter[];
  readonly rows: readonly LineFilter[];
}

/** u8 may be rough where it is `plain`: no small amounts of alpha or of light become large by what is done to them. */
function filtersFor(input: Shape, sigma: number, plain: boolean): Filters {
  const closeness = input.type === 'u8' && plain ? CLOSE_FOR_U8 : CLOSE;
  return {
    columns: gaussianFilters(sigma, input.height, closeness),
    rows: gaussianFilters(sigma, input.width, closeness),
  };
}
