/** The op `sharpen`: sharpen the picture by an unsharp mask. */
import * as z from 'zod';
import { hasAlpha, type Image, type Shape } from '../../core/image.ts';
import { rowsPerYield, toEnd, type Work } from '../../core/turns.ts';
import { convolveSeparablyInTurns } from '../../kernels/blur/separable-convolution-reference.ts';
import { sharpenSamples } from '../../kernels/blur/unsharp-mask.ts';
import { sharpenLightness } from '../../kernels/blur/unsharp-mask-lab.ts';
import { isFinitePicture } from '../../kernels/pixels/finite.ts';
import { channelsWithHoles } from '../../kernels/pixels/holes.ts';
import { number, oneOf } from '../lib/fields.ts';
import type { Op } from '../op.ts';
import { type Sharpening, sharpenPasses } from './lib/sharpen-passes.ts';
import { maskOf, sharpener, sharpenPixels } from './lib/sharpening.ts';

const LARGE = 1e6;

const params = z.strictObject({
  sigma: z
    .number()
    .min(1e-6)
    .max(10)
    .optional()
    .meta({
      description:
        'Standard deviation of the blurred copy. Without it, lab sharpens mildly with 3 x 3 pixels, as sharp does, and unsharp takes 1.',
      unit: 'pixels',
      suggested: [0.5, 5],
    }),
  m1: number({
    unit: 'ratio',
    min: 0,
    max: LARGE,
    default: 1,
    suggested: [0, 5],
    describe: 'With lab: strength for differences below x1, which are flat parts.',
  }),
  m2: number({
    unit: 'ratio',
    min: 0,
    max: LARGE,
    default: 2,
    suggested: [0, 10],
    describe: 'With lab: strength for the part of a difference above x1, which is an edge.',
  }),
  x1: number({
    unit: 'L*',
    min: 0,
    max: LARGE,
    default: 2,
    suggested: [0, 20],
    describe: 'With lab: difference in lightness where m2 takes over from m1.',
  }),
  y2: number({
    unit: 'L*',
    min: 0,
    max: LARGE,
    default: 10,
    suggested: [0, 50],
    describe: 'With lab: largest change to brighter.',
  }),
  y3: number({
    unit: 'L*',
    min: 0,
    max: LARGE,
    default: 20,
    suggested: [0, 50],
    describe: 'With lab: largest change to darker.',
  }),
  method: oneOf(
    ['lab', 'unsharp'],
    'Sharpen the lightness of CIELAB (lab), or each channel by itself (unsharp).',
  ),
  amount: number({
    unit: 'ratio',
    min: 0,
    max: 100,
    default: 1,
    suggested: [0, 5],
    describe: 'With unsharp: factor for the difference that is added.',
  }),
  threshold: number({
    unit: 'levels',
    min: 0,
    max: 65535,
    default: 0,
    suggested: [0, 20],
    describe: 'With unsharp: smaller differences are left alone.',
  }),
});

type Params = z.output<typeof params>;

/** What libvips' kernel of -1 and 32 in the middle, divided by 24, adds of the difference to the mean of 3x3. */
const MILD = 9 / 24;

/**
 * Adds the difference between a picture and its blur; alpha is left alone. Without a sigma as sharp's
 * mild 3x3 kernel. With one,
 *
 * - `lab`, as `vips_sharpen` of libvips: on L of CIELAB, with its own mask (`maskOf`) and its curve: slope
 *   m1 up to a difference of x1, m2 above, and no more than y2 up and y3 down. L stays in 0..100, unless
 *   it was outside. All in floats, where libvips rounds L to 1/328 and a and b to 1/256. From sigma 0.47
 *   down the mask is a single pixel, and nothing is sharpened.
 * - `unsharp`: `amount` times the difference to a true Gaussian, of each channel, where it is larger than
 *   `threshold`. sigma is 1 where none is given. The threshold is a step: a sample that differs by just that
 *   much may go either way.
 *
 * With alpha, neighbours count as much as they are opaque, and a pixel with nothing around it stays. NaN is a
 * hole in the blur and stays NaN. Infinities count as 0, and become what that is sharpened to. The tolerance holds for slopes and
 * amounts up to about 10, and grows with them.
 *
 * Two passes, down the columns and along the rows, of up to 43 taps each for `lab` and 101 for `unsharp`;
 * in between lie two rows of floats for each row, the picture and its blur. `lab` converts each pixel in a
 * pass before.
 */
export const sharpen = {
  name: 'sharpen' as const,
  family: 'blur',
  aliases: [] as const,
  summary: 'Sharpen the picture by adding its difference from a blurred copy.',
  kind: 'area' as const,
  params,
  positional: ['sigma', 'm1', 'm2', 'x1', 'y2', 'y3'] as const,
  examples: [{}, { sigma: 1.2 }, { sigma: 2, method: 'unsharp', amount: 1.5, threshold: 0.013 }],
  // To CIELAB and back is exact to 1.5e-5 with the roots and powers of llvmpipe.
  tolerance: { u8: 1, u16: 2, f32: 5e-5 },
  nonFinite:
    'NaN stays NaN and does not count in the blurred copy. Infinities count as 0 and are sharpened like 0.',
  unlikeSharp:
    'With a sigma, libvips rounds L to 1/328 and sharpens alpha as well (56 dB without alpha). Here alpha stays, and each neighbour counts by its opacity.',

  geometry: (input: Shape): Shape => input,

  reference: sharpenExactly,

  features: (_: Shape, { sigma, method }: Params) => ({
    variant: method === 'unsharp' ? method : sigma === undefined ? 'mild' : 'lab',
  }),

  *kernel(input: Image, params: Params, output: Image): Work<void> {
    const how = sharpeningOf(params);
    if (!how.lab) {
      if (yield* sharpenSamples(input, how.weights, how, output)) return;
      if ((yield* channelsWithHoles(input)).length > 0) yield* sharpenAgain(input, params, output);
      return;
    }
    const exactly = sharpenPixels(input, how.curve, output);
    const hasHoles = !(yield* isFinitePicture(input)) && (yield* channelsWithHoles(input)).length > 0;
    if (hasHoles || !(yield* sharpenLightness(input, how.weights, how.curve, exactly, output))) {
      yield* sharpenAgain(input, params, output);
    }
  },

  lower(input: Shape, params: Params) {
    return sharpenPasses(input, sharpeningOf(params));
  },

  // libvips rounds L to 1/328, and blurs alpha as well.
  sharp(pipeline, { sigma, method }, { channels, type }) {
    const mild = sigma === undefined && method === 'lab';
    return mild && type !== 'f32' && !hasAlpha(channels) ? pipeline.sharpen() : undefined;
  },
} satisfies Op<Params>;

function sharpenExactly(input: Image, params: Params, output: Image): void {
  toEnd(sharpenAgain(input, params, output));
}

/** In f64, all of it. */
function* sharpenAgain(input: Image, params: Params, output: Image): Work<void> {
  const how = sharpeningOf(params);
  const holes = (yield* channelsWithHoles(input)).length > 0;
  const { channels, load, store } = sharpener(input, how, output, holes);
  const length = input.width * channels;
  const samples = new Float64Array(length * input.height);
  const band = rowsPerYield(input.width);
  for (let y = 0; y < input.height; y++) {
    load(y, samples.subarray(y * length, (y + 1) * length));
    if (y % band === 0) yield;
  }
  const blurred = yield* convolveSeparablyInTurns(samples, { ...input, channels }, how.weights);
  for (let y = 0; y < input.height; y++) {
    store(blurred.subarray(y * length, (y + 1) * length), y);
    if (y % band === 0) yield;
  }
}

function sharpeningOf(params: Params): Sharpening {
  const { sigma, method, amount, threshold } = params;
  if (method === 'unsharp') {
    return { lab: false, weights: maskOf(method, sigma ?? 1), amount, threshold, curve: params };
  }
  if (sigma === undefined) {
    const weights = new Float64Array(3).fill(1 / 3);
    return { lab: false, weights, amount: MILD, threshold: 0, curve: params };
  }
  return { lab: true, weights: maskOf(method, sigma), amount: 0, threshold: 0, curve: params };
}
