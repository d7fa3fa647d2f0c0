/** The op `denoise`: remove noise by averaging pixels with similar surroundings (non-local means). */
import * as z from 'zod';
import type { Shape } from '../../core/image.ts';
import { WHITE } from '../../core/pixel.ts';
import type { Similarity } from '../../kernels/similar/neighbourhood-filter.ts';
import { number } from '../lib/fields.ts';
import type { Op } from '../op.ts';
import { bySimilarity } from './lib/by-similarity.ts';

function sidePixels(min: number, max: number, fallback: number, describe: string) {
  return z.number().int().min(min).max(max).default(fallback).meta({ description: describe, unit: 'pixels' });
}

const params = z.strictObject({
  strength: number({
    unit: 'ratio',
    min: 0.001,
    max: 1,
    default: 0.05,
    suggested: [0.01, 0.2],
    describe:
      'How much patches may differ and still be averaged, as a fraction of white. The standard deviation of the noise is a good start.',
  }),
  sigma: number({
    unit: 'ratio',
    min: 0,
    max: 0.5,
    default: 0,
    suggested: [0, 0.1],
    describe:
      'Standard deviation of the noise, as a fraction of white. Patches that differ by no more than such noise count in full.',
  }),
  patch: sidePixels(
    1,
    2,
    2,
    'Pixels on each side of the middle one: patches are 2 x patch + 1 wide and high.',
  ),
  search: sidePixels(1, 7, 5, 'Pixels on each side of the middle one where similar patches are looked for.'),
});

type Params = z.output<typeof params>;

/**
 * Non-local means: A. Buades, B. Coll and J.-M. Morel, "A Non-Local Algorithm for Image Denoising", CVPR 2005. Each
 * pixel becomes the mean of the pixels around it, weighted by `exp(-max(d - 2 sigma^2, 0) / strength^2)`. d is the
 * mean squared difference of the patches around both, over all their pixels and channels, in fractions of white.
 * Patches repeat the nearest pixels beyond the edges, and pixels outside the picture do not count. scikit-image's
 * `denoise_nl_means` with `fast_mode` has the same weights and other edges; the results were not compared. Its default
 * windows are larger, 7x7 and 23x23. sharp has no such op.
 *
 * Alpha is filtered too: differences and means are of premultiplied colours and alpha. A patch with NaN, an infinity
 * or a float beyond 1e15 resembles no patch without one.
 *
 * Reads and writes each sample once if caches hold the window's rows. The GPU compares `(2 search + 1)^2 (2 patch +
 * 1)^2` pixels for each, 3,025 by default and 5,625 at most. The CPU sums differences of pixels, and weighs each pair
 * once: `(2 search + 1)^2 / 2` differences and weights, whatever the patch. Weights in 32-bit floats are off by some
 * `1e-6 (sigma / strength)^2`.
 */
export const denoise = defineDenoise();

function defineDenoise() {
  return {
    name: 'denoise' as const,
    family: 'similar',
    aliases: [] as const,
    summary: 'Remove noise by averaging pixels with similar surroundings (non-local means).',
    kind: 'area' as const,
    params,
    positional: ['strength', 'sigma', 'patch', 'search'] as const,
    examples: [
      { strength: 0.3, search: 2 },
      { strength: 0.2, sigma: 0.25, patch: 1, search: 7 },
    ],
    shown: [{ strength: 0.08, search: 4 }],
    tolerance: { u8: 1, u16: 2, f32: 1e-5 },
    ...bySimilarity(similarityOf),
  } satisfies Op<Params>;
}

function similarityOf({ type, channels }: Shape, { strength, sigma, patch, search }: Params): Similarity {
  const samples = channels * (2 * patch + 1) ** 2;
  return {
    reach: search,
    patch,
    perSquare: 1 / (samples * (strength * WHITE[type]) ** 2),
    spare: (2 * sigma ** 2) / strength ** 2,
    perDistance: 0,
  };
}
