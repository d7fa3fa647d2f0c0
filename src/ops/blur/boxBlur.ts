/** The op `boxBlur`: replace every sample by the mean of a square around it. */
import * as z from 'zod';
import { hasAlpha, type Image, type Shape } from '../../core/image.ts';
import { notingHoles, type Pass } from '../../core/pass.ts';
import { WHITE } from '../../core/pixel.ts';
import { toEnd, type Work } from '../../core/turns.ts';
import { boxMeans } from '../../kernels/blur/box-means.ts';
import { boxMeansOfIntegers, fitsIntegerBoxMeans } from '../../kernels/blur/box-means-integers.ts';
import { EXACT, FAINT_FLOAT, FAST, mixable, storeMixed } from '../../kernels/blur/mixing-space.ts';
import { convolveSeparablyExactly } from '../../kernels/blur/separable-convolution-reference.ts';
import { convolveSamples } from '../../kernels/blur/separable-convolution-samples.ts';
import { leastLeft, type Mixing, mixAroundHoles } from '../../kernels/pixels/holes.ts';
import { isOpaque } from '../../kernels/pixels/opaque.ts';
import { symmetricFilter } from '../../math/gaussian.ts';
import type { Op } from '../op.ts';
import { filterPasses, finishLast } from './lib/separable.ts';

const params = z.strictObject({
  radius: z
    .number()
    .int()
    .min(1)
    .max(1000)
    .default(1)
    .meta({
      description:
        'Pixels on each side of the middle one: the window is 2 x radius + 1 pixels wide and high.',
      unit: 'pixels',
      suggested: [1, 50],
    }),
});

type Params = z.output<typeof params>;

/** Radius up to which the GPU adds each neighbour by itself. */
const DIRECT = 12;

/** Radius up to which the CPU adds floats by themselves, which is quicker than sums that keep what is lost. */
const SUMMED = 32;

/** Samples whose sum the GPU makes, and those in the larger sums that it makes of as many. */
const BLOCK = 8;
const GROUP = BLOCK * BLOCK;

/** Numbers that lie in between for a group: its samples, the sums of its blocks, and its own. */
const STORED = GROUP + BLOCK + 1;

/**
 * The mean of each channel over a square around each pixel; beyond the edges the nearest pixel counts. As
 * `cv::blur` with a replicated border.
 *
 * With alpha, colours count as much as they are opaque. What is less opaque than half a level afterwards
 * (half a u16 level for f32) is black; alpha below 0 counts as 0. NaN is a hole, and infinities count as
 * 0, so that no sample spreads beyond its window.
 *
 * The CPU slides sums, 4 additions a sample at any radius, in whole numbers where there is no alpha. Those of f32 keep
 * what additions lose, so that nothing is left of a bright sample once the window has passed it; up to a radius of 32
 * floats and colours with alpha are added as they are. The GPU adds the 2 x radius + 1
 * samples of a column and of a row up to a radius of 12, in two passes. Above, it makes the sums of 8 and
 * of 64 neighbours first, at 3 reads a pixel, and of these a window: 30 to 60 reads, in four passes with
 * floats in between, a seventh more of them than samples.
 *
 * sharp has this for 3x3 alone: `blur` without a sigma.
 */
export const boxBlur = {
  name: 'boxBlur' as const,
  family: 'blur',
  aliases: ['meanBlur'] as const,
  summary: 'Replace each pixel by the mean of the square around it.',
  kind: 'area' as const,
  params,
  positional: ['radius'] as const,
  examples: [{ radius: 1 }, { radius: 20 }],
  shown: [{ radius: 1 }, { radius: 6 }],
  tolerance: { u8: 1, u16: 2, f32: 1e-5 },
  nonFinite:
    'NaN is a hole: it does not count, and it is filled from its neighbours where there are any. Infinities count as 0.',

  geometry: (input: Shape): Shape => input,

  reference(input: Image, { radius }: Params, output: Image): void {
    toEnd(mixAroundHoles(input, output, mixingBy(blurExactly, radius)));
  },

  kernel(input: Image, { radius }: Params, output: Image): Work<void> {
    return mixAroundHoles(input, output, mixingBy(blurQuickly, radius));
  },

  lower(input: Shape, { radius }: Params) {
    if (radius > DIRECT) return finishLast([...meanPasses(input, radius)], input, 'srgb');
    const weights = evenWeights(radius);
    const columns = [symmetricFilter(input.height, weights)];
    return filterPasses(input, columns, [symmetricFilter(input.width, weights)], 'srgb');
  },
} satisfies Op<Params>;

type Blur = (input: Image, radius: number, output: Image) => unknown | Work<unknown>;

function mixingBy(blur: Blur, radius: number): Mixing {
  return {
    mix: (input, output) => blur(input, radius, output),
    weigh: (plane, output) => blur(plane, radius, output),
    least: leastLeft(1 / (2 * radius + 1) ** 2),
    byAlpha: true,
    faint: FAINT_FLOAT,
  };
}

function blurExactly(input: Image, radius: number, output: Image): void {
  const samples = mixable(input, 0, 'srgb', EXACT, new Float64Array(input.data.length));
  storeMixed(convolveSeparablyExactly(samples, input, evenWeights(radius)), output, 0, 'srgb', EXACT);
}

function* blurQuickly(input: Image, radius: number, output: Image): Work<boolean> {
  if (fitsIntegerBoxMeans(input, radius)) {
    yield* boxMeansOfIntegers(input, radius, output);
    return true;
  }
  if (radius <= SUMMED) {
    const weights = evenWeights(radius);
    const [column, row] = [symmetricFilter(input.height, weights), symmetricFilter(input.width, weights)];
    return yield* convolveSamples(input, [column], [row], output, yield* isOpaque(input));
  }
  const length = input.width * input.channels;
  const load = (y: number, line: Float64Array) => mixable(input, y * length, 'srgb', FAST, line);
  yield* boxMeans({ ...input, load }, input.type === 'f32', radius, (line, y) => {
    storeMixed(line, output, y * length, 'srgb', FAST);
  });
  return false;
}

function evenWeights(radius: number): Float64Array {
  return new Float64Array(2 * radius + 1).fill(1 / (2 * radius + 1));
}

/** For the columns and then the rows, one pass for the sums and one for the means. */
function* meanPasses(input: Shape, radius: number): Generator<Pass> {
  let source: Shape = input;
  for (const vertical of [true, false]) {
    const size = vertical ? input.height : input.width;
    const stored = Math.ceil(size / GROUP) * STORED;
    const params = {
      module: 'ops/blur/boxBlur/params',
      uniforms: {
        size,
        stored,
        radius,
        raw: vertical ? 1 : 0,
        by_alpha: hasAlpha(input.channels) ? 1 : 0,
        white: WHITE[input.type],
      },
    };
    const sums: Shape = { ...source, ...(vertical ? { height: stored } : { width: stored }), type: 'f32' };
    const means: Shape = { ...input, type: 'f32' };
    const axis = vertical ? 'column' : 'row';
    const toSums = { rows: { scale: GROUP / STORED, offset: 0 }, halo: GROUP + 1 };
    const toMeans = {
      rows: { scale: STORED / GROUP, offset: 0 },
      halo: radius * (STORED / GROUP) + 2 * STORED,
    };
    yield {
      entry: `ops/blur/boxBlur/${axis}_sums`,
      ...(vertical && notingHoles(input)),
      params,
      stages: [],
      source,
      goal: sums,
      ...(vertical ? toSums : { halo: 0 }),
    };
    yield {
      entry: `ops/blur/boxBlur/${axis}_means`,
      params,
      stages: [],
      source: sums,
      goal: means,
      ...(vertical ? toMeans : { halo: 0 }),
    };
    source = means;
  }
}
