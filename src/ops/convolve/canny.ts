/** The op `canny`: draw edges as white lines on black with Canny's detector. */
import * as z from 'zod';
import { type Image, pixelCount, type Shape } from '../../core/image.ts';
import type { Pass } from '../../core/pass.ts';
import { WHITE } from '../../core/pixel.ts';
import type { Work } from '../../core/turns.ts';
import { cannyEdges } from '../../kernels/convolve/canny.ts';
import { smoothingWeights, squaredThresholds, WIDEN } from '../../kernels/convolve/canny-levels.ts';
import { cannyEdgesExactly } from '../../kernels/convolve/canny-reference.ts';
import { number } from '../lib/fields.ts';
import type { Op } from '../op.ts';

const threshold = (value: number, describe: string) =>
  number({ unit: 'ratio', min: 0, max: 4, default: value, suggested: [0, 1], describe });

const params = z.strictObject({
  sigma: number({
    unit: 'pixels',
    min: 0,
    max: 10,
    default: 1,
    suggested: [0, 5],
    describe: 'Standard deviation of the Gaussian that smooths the picture first; 0 for none.',
  }),
  low: threshold(
    0.1,
    'Smallest gradient of a pixel that continues an edge. A step from black to white has 4 without smoothing.',
  ),
  high: threshold(
    0.2,
    'Smallest gradient of a pixel that starts an edge. A step from black to white has 4 without smoothing.',
  ),
});

type Params = z.output<typeof params>;

/**
 * Canny's edge detector: J. Canny, IEEE Transactions on Pattern Analysis and Machine Intelligence 8, 1986. Edges are
 * one pixel thin, white on black, in one gray channel. All arithmetic is in integers, so that every backend finds the
 * same edges:
 *
 * 1. Brightness in 65536 levels: the luma of ITU-R BT.601, for u8 and u16 rounded to their levels, times alpha as a
 * fraction. f32 is limited to 0..1; a pixel with NaN is black.
 *
 * 2. A Gaussian, cut off at 4 standard deviations, with weights in 32768ths; rounded to 65536 levels after the rows
 * and again after the columns, then reduced to 8192 levels. Beyond an edge the nearest pixel counts.
 *
 * 3. Sobel's differences with weights 1, 2, 1, not divided: a step from black to white is 4 along an axis. Gradients
 * are compared by their squares; beyond the edges they are 0.
 *
 * 4. Non-maximum suppression: a pixel may be an edge if its gradient is above 0, at least `low`, larger than at the
 * former and no smaller than at the latter of the two neighbours along it, of the eight those nearest in direction.
 *
 * 5. Hysteresis: it is an edge if its gradient is at least `high`, or if such neighbours connect it with one that is.
 * The smaller of `low` and `high` counts as `low`.
 *
 * Steps, defaults and thresholds are those of scikit-image's `feature.canny`, which interpolates between neighbours,
 * leaves out the outermost pixels, and draws edges twice as thick between two pixels of equal gradient. OpenCV uses
 * the nearest neighbours too. sharp has no such op.
 *
 * On the GPU, step 5 is a disjoint-set forest over the pixels, one word each. Passes read and write 2 bytes per
 * pixel, the last ones 1, and words where edges are possible; 16 sigma multiplications per pixel, and 20 additions
 * where there is no edge.
 */
export const canny = {
  name: 'canny' as const,
  family: 'convolve',
  aliases: [] as const,
  summary: "Draw edges as white lines on black with Canny's detector.",
  kind: 'area' as const,
  params,
  positional: ['sigma', 'low', 'high'] as const,
  examples: [{}, { sigma: 0, low: 1.5, high: 3 }, { sigma: 1.8, low: 0.02, high: 0.4 }],
  shown: [{}, { sigma: 3 }],
  tolerance: { u8: 0, u16: 0, f32: 0 },
  unitFloats: true,
  nonFinite:
    'A pixel with NaN counts as black, so a hole has an edge. `blur` or `median` before this op fill small holes. Infinities count as the ends of the range.',

  geometry: (input: Shape): Shape => ({ ...input, channels: 1 }),

  reference(input: Image, { sigma, ...thresholds }: Params, output: Image): void {
    const white = WHITE[input.type];
    cannyEdgesExactly(input, sigma, thresholds).forEach((edge, at) => {
      output.data[at] = white * edge;
    });
  },

  kernel(input: Image, params: Params, output: Image): Work<void> {
    return cannyEdges(input, params, WHITE[input.type], output);
  },

  lower(input: Shape, { sigma, ...thresholds }: Params) {
    const levels: Shape = { ...input, channels: 1, type: 'u16' };
    const kinds: Shape = { ...levels, type: 'u8' };
    const [low, high] = squaredThresholds(thresholds.low, thresholds.high);
    const uniforms = { low, high, white: WHITE[input.type] };
    const judging = { params: { module: 'ops/convolve/canny/thresholds', uniforms }, stages: [] };
    const linking = { ...judging, source: kinds, ledger: pixelCount(input) };
    return [
      countingPass(input, levels),
      ...smoothingPasses(levels, sigma),
      { ...judging, entry: 'ops/convolve/canny/maxima', source: levels, goal: kinds, halo: 2 },
      {
        ...linking,
        entry: 'ops/convolve/canny/unite',
        tile: [64, 16] as const,
        goal: kinds,
        halo: 1,
        keeps: true as const,
      },
      { ...linking, entry: 'ops/convolve/canny/edges', goal: { ...input, channels: 1 as const }, halo: 0 },
    ];
  },
} satisfies Op<Params>;

function countingPass(input: Shape, levels: Shape): Pass {
  return {
    entry: 'ops/convolve/canny/levels',
    tile: [64, 16],
    params: { module: 'ops/convolve/canny/counted', uniforms: { widen: WIDEN[input.type] } },
    stages: [],
    source: input,
    goal: levels,
    halo: 0,
  };
}

function smoothingPasses(levels: Shape, sigma: number): Pass[] {
  const weights = smoothingWeights(sigma);
  const radius = weights.length - 1;
  if (radius === 0) return [];
  return [0, 1].map((down) => ({
    entry: 'ops/convolve/canny/smooth',
    params: { module: 'ops/convolve/canny/smoothing', uniforms: { radius, down } },
    table: Float32Array.from(weights),
    stages: [],
    source: levels,
    goal: levels,
    halo: down * radius,
  }));
}
