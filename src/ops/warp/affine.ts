/** The op `affine`: scale, turn, mirror and shear the picture by a matrix. */
import * as z from 'zod';
import { invalidParameters } from '../../core/errors.ts';
import type { Extent } from '../../core/image.ts';
import { INTERPOLATORS } from '../../math/interpolators.ts';
import { unitsFor } from '../../math/positions.ts';
import { color, number, oneOf } from '../lib/fields.ts';
import type { Op } from '../op.ts';
import { layOutAffine } from './lib/affine-map.ts';
import { byWarp, type Warp } from './lib/warp.ts';

const factor = z.number().min(-1000).max(1000);

function shift(describe: string) {
  return number({ unit: 'pixels', min: -1e5, max: 1e5, default: 0, suggested: [-100, 100], describe });
}

const params = z.strictObject({
  matrix: z
    .union([
      z.array(factor).min(4).max(4),
      z
        .array(z.array(factor).min(2).max(2))
        .min(2)
        .max(2)
        .transform((rows) => rows.flat()),
    ])
    .meta({
      description:
        'Four factors a, b, c, d, or two rows of two. The point (x, y) moves to (a x + b y, c x + d y).',
      unit: 'ratio',
      suggested: [-2, 2],
    }),
  background: color(
    'black',
    'Colour around the picture. A coloured one makes gray pictures RGB, a transparent one adds alpha.',
  ),
  idx: shift('Columns by which the picture is shifted right before the matrix.'),
  idy: shift('Rows by which the picture is shifted down before the matrix.'),
  odx: shift('Columns by which the picture is shifted right after the matrix.'),
  ody: shift('Rows by which the picture is shifted down after the matrix.'),
  interpolator: oneOf(INTERPOLATORS, 'How samples between pixels are interpolated.'),
});

type Params = z.output<typeof params>;

/**
 * Transforms the picture by a 2x2 matrix, into a result that holds all of it; `Warp` tells what happens to edges,
 * alpha and NaN. Extents and positions are sharp's: the pixel in column x and row y is the point (x, y), and the
 * corners are those of the rectangle from (0, 0) to (width, height). Shifts do not change the extent, so they may
 * move the picture out of it.
 *
 * sharp differs: it takes the colour of a translucent background for a premultiplied one, has positions in 64ths of a
 * pixel in `bicubic`, and turns a coloured background gray on gray pictures. The last step of its `nohalo` is not the
 * published one, which is used here. Its `lbb` and `vsqbs` are left out.
 */
export const affine = defineAffine();

function defineAffine() {
  return {
    name: 'affine' as const,
    family: 'warp',
    aliases: [] as const,
    summary: 'Scale, turn, mirror and shear the picture by a matrix.',
    kind: 'resample' as const,
    params,
    positional: ['matrix', 'background', 'interpolator'] as const,
    examples: [
      { matrix: [0.7, -0.4, 0.3, 1.2] },
      { matrix: [1.3, 0.2, -0.6, 0.9], interpolator: 'bicubic', background: '20c0ff80' },
      { matrix: [-0.75, 0, 0.25, 1], interpolator: 'nearest', background: 'teal', odx: 2.5 },
      { matrix: [1.1, 0.5, -0.5, 1.3], interpolator: 'nohalo', background: 'white', idx: -0.5, idy: 1.25 },
    ],
    unlikeSharp:
      "sharp takes the colour of a translucent background for a premultiplied one, so it comes out too bright (20 dB). With `nearest`, libvips adds positions up along a row. Where a position falls exactly on a pixel, it takes a neighbour instead in up to half of the cases (27 to 36 dB with factors that give many such positions). Here positions are exact. The last step of libvips' `nohalo` is not the published one, which Noir uses.",

    ...byWarp(layOut),
  } satisfies Op<Params>;
}

function layOut(input: Extent, params: Params): Warp {
  const { matrix, idx, idy, odx, ody } = params;
  const warp = { ...params, ...layOutAffine(input, { matrix, before: [idx, idy], after: [odx, ody] }) };
  const [a = 0, b = 0, c = 0, d = 0] = matrix;
  if (a * d - b * c === 0 || unitsFor(warp.map, warp.extent) === undefined) {
    const reason = `expected a matrix that can be inverted, received ${matrix.join(', ')}`;
    throw invalidParameters([{ pointer: '/matrix', reason }]);
  }
  return warp;
}
