/** The op `bilateral`: smooth the picture and keep its edges with a bilateral filter. */
import * as z from 'zod';
import type { Shape } from '../../core/image.ts';
import { WHITE } from '../../core/pixel.ts';
import type { Similarity } from '../../kernels/similar/neighbourhood-filter.ts';
import { number } from '../lib/fields.ts';
import type { Op } from '../op.ts';
import { bySimilarity } from './lib/by-similarity.ts';

const params = z.strictObject({
  sigmaSpatial: number({
    unit: 'pixels',
    min: 0.3,
    max: 5,
    default: 2,
    describe: 'Standard deviation of the weights by distance: larger averages over a wider area.',
  }),
  sigmaColor: number({
    unit: 'ratio',
    min: 0.001,
    max: 10,
    default: 0.1,
    suggested: [0.02, 0.5],
    describe:
      'Standard deviation of the weights by colour difference, as a fraction of white: larger smooths stronger edges too.',
  }),
});

type Params = z.output<typeof params>;

/**
 * The bilateral filter, which smooths and keeps edges: C. Tomasi and R. Manduchi, "Bilateral Filtering for Gray and
 * Color Images", ICCV 1998. The weight of a pixel is `exp(-distance^2 / (2 sigmaSpatial^2) - difference^2 / (2
 * sigmaColor^2))`, with the Euclidean difference of all colour channels, as fractions of white. The window is `2
 * ceil(3 sigmaSpatial) + 1` pixels wide and high; pixels outside the picture do not count. scikit-image's
 * `denoise_bilateral` differs in four ways: it has a table of weights, weights by distance that are not centred, a
 * window of at least 5 pixels, and black beyond the edges. sharp has no such op.
 *
 * Alpha is filtered too: differences and means are of premultiplied colours and alpha.
 *
 * Reads and writes each sample once if caches hold the window's rows; one weight for each pixel of the window, 961 at
 * most. The CPU weighs each pair of pixels once for both.
 */
export const bilateral = defineBilateral();

function defineBilateral() {
  return {
    name: 'bilateral' as const,
    family: 'similar',
    aliases: [] as const,
    summary: 'Smooth the picture and keep its edges with a bilateral filter.',
    kind: 'area' as const,
    params,
    positional: ['sigmaSpatial', 'sigmaColor'] as const,
    examples: [
      { sigmaSpatial: 1, sigmaColor: 0.2 },
      { sigmaSpatial: 1.5, sigmaColor: 0.5 },
    ],
    shown: [{ sigmaSpatial: 2, sigmaColor: 0.15 }],
    tolerance: { u8: 1, u16: 1, f32: 1e-5 },
    ...bySimilarity(similarityOf),
  } satisfies Op<Params>;
}

function similarityOf({ type }: Shape, { sigmaSpatial, sigmaColor }: Params): Similarity {
  return {
    reach: Math.ceil(3 * sigmaSpatial),
    patch: 0,
    perSquare: 1 / (2 * (sigmaColor * WHITE[type]) ** 2),
    spare: 0,
    perDistance: 1 / (2 * sigmaSpatial ** 2),
  };
}
