/** The op `median`: replace every sample by the median of a square around it. */
import * as z from 'zod';
import { type Image, pixelCount, type Shape } from '../../core/image.ts';
import type { Pass } from '../../core/pass.ts';
import { SAMPLE_BYTES, WHITE } from '../../core/pixel.ts';
import type { Work } from '../../core/turns.ts';
import { nearest } from '../../kernels/pixels/edges.ts';
import { medianByHistogram } from '../../kernels/rank/median-histogram.ts';
import { medianByRankHistogram } from '../../kernels/rank/median-rank-histogram.ts';
import { medianBySortingNetwork } from '../../kernels/rank/median-sorting-network.ts';
import type { Op } from '../op.ts';

const params = z.strictObject({
  size: z
    .number()
    .int()
    .min(3)
    .max(101)
    .refine((size) => size % 2 === 1, 'an even window has no middle: expected an odd number')
    .default(3)
    .meta({
      description: 'Side of the window.',
      unit: 'pixels',
      suggested: [3, 15],
      not: { multipleOf: 2 },
    }),
});

type Params = z.output<typeof params>;

/** Columns of one sequence of the wavelet matrix. */
const BLOCK = 256;

/** Words that a block's row takes for each bit: those of the row, and of eight rows together. */
const WORDS = 16;

/** Window sizes that have a sorting network in registers. */
const NETWORKS: Readonly<Record<number, string>> = { 3: 'ops/rank/median/three', 5: 'ops/rank/median/five' };

/**
 * The median of the samples of a square around each pixel, each channel by itself, alpha included. Beyond an edge its
 * nearest sample counts. Exact, as scikit-image's `median` with `mode='nearest'`, and as sharp's, which also takes
 * even sizes: these have no middle sample and are refused.
 *
 * Floats are ordered from -infinity up, -0 before +0, NaN last. So the result is NaN where NaN fills more than half
 * of the window.
 *
 * On a GPU, 3x3 and 5x5 are sorting networks. Larger windows are looked up in wavelet matrices (Claude and Navarro,
 * 2012) of rows and of eight rows together, in blocks of 256 columns. A first pass builds them, 4 bytes for each bit
 * of a sample per 8 samples; the second looks up each bit of the median at both ends of each sequence that the window
 * is cut into. There are 7 for a size of 7, 8 for 15, 13 for 51 and 20 for 101, so the cost grows much slower than
 * the size.
 *
 * On a CPU, 3x3 and 5x5 are sorting networks too, for whole vectors of samples. Larger windows of bytes are counted
 * in column histograms, at a cost that does not depend on the size (Perreault and Hébert, 2007); of other types in
 * one histogram of ranks, in which a step replaces one column of the window (Huang, Yang and Tang, 1979).
 */
export const median = {
  name: 'median',
  family: 'rank',
  aliases: [],
  summary: 'Replace every sample by the median of the square around it.',
  kind: 'area' as const,
  params,
  positional: ['size'] as const,
  examples: [{ size: 3 }, { size: 5 }, { size: 9 }],
  tolerance: { u8: 0, u16: 0, f32: 0 },
  nonFinite:
    'NaN is ordered last, so the result is NaN where NaN fills more than half of the window. Infinities are the largest and the smallest values.',
  unlikeSharp: 'sharp also takes even sizes. They have no middle sample and are refused here.',

  geometry: (input: Shape): Shape => input,

  reference(input: Image, { size }: Params, output: Image): void {
    const { width, height, channels, data } = input;
    const window = new Float64Array(size * size);
    for (let at = 0; at < data.length; at++) {
      const channel = at % channels;
      const [x, y] = [Math.floor(at / channels) % width, Math.floor(at / channels / width)];
      for (let i = 0; i < window.length; i++) {
        const column = nearest(x + (i % size) - (size >> 1), width);
        const row = nearest(y + Math.floor(i / size) - (size >> 1), height);
        window[i] = data[(row * width + column) * channels + channel] as number;
      }
      // Typed arrays sort -0 before +0, and NaN last.
      output.data[at] = window.sort()[window.length >> 1] as number;
    }
  },

  // Small windows have a network each. The cost of larger ones on a CPU grows with their side.
  features(input: Shape, { size }: Params) {
    return size in NETWORKS ? { variant: `${size}` } : { taps: size * pixelCount(input) };
  },

  measured: [{ size: 3 }, { size: 5 }, { size: 9 }, { size: 15 }],

  kernel(input: Image, { size }: Params, output: Image): Work<void> {
    if (size === 3 || size === 5) return medianBySortingNetwork(input, size, output);
    if (input.type === 'u8') return medianByHistogram(input, size >> 1, output);
    return medianByRankHistogram(input, size >> 1, output);
  },

  lower(input: Shape, { size }: Params): Pass[] {
    const { width, channels, type } = input;
    const reach = size >> 1;
    const bits = 8 * SAMPLE_BYTES[type];
    const row = channels * bits * WORDS;
    const planes: Shape = {
      width: Math.ceil(width / (BLOCK - 2 * reach)) * row,
      height: input.height,
      channels: 4,
      type: 'u16',
    };
    const uniforms = { reach, width, channels, bits, white: WHITE[type], stride: planes.width };
    const pass = { params: { module: 'ops/rank/median/params', uniforms }, stages: [] };
    const network = NETWORKS[size];
    if (network) return [{ ...pass, entry: network, source: input, goal: input, halo: reach }];
    return [
      { ...pass, entry: 'ops/rank/median/planes', tile: [row, 4], source: input, goal: planes, halo: 7 },
      { ...pass, entry: 'ops/rank/median/select', source: planes, goal: input, halo: reach },
    ];
  },

  sharp(pipeline, { size }, { width, height, type }) {
    // libvips refuses windows larger than the picture, and orders floats differently.
    const fits = size <= Math.min(width, height);
    return fits && type !== 'f32' ? pipeline.median(size) : undefined;
  },
} satisfies Op<Params>;
