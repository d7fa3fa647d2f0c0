/** The op `perspective`: move the four corners of the picture, or straighten the part between four points. */
import * as z from 'zod';
import { invalidParameters } from '../../core/errors.ts';
import type { Extent } from '../../core/image.ts';
import { INTERPOLATORS } from '../../math/interpolators.ts';
import { type Homography, unitsFor } from '../../math/positions.ts';
import { inverted, isConvex, type Quad, squareToQuad } from '../../math/quads.ts';
import { color, flag, oneOf } from '../lib/fields.ts';
import type { Op } from '../op.ts';
import { byWarp, type Warp } from './lib/warp.ts';

function pixels(describe: string) {
  return z
    .number()
    .int()
    .min(1)
    .max(16384)
    .optional()
    .meta({ description: describe, unit: 'pixels', suggested: [16, 4000] });
}

const params = z.strictObject({
  corners: z
    .array(z.number().min(-10).max(10))
    .min(8)
    .max(8)
    .meta({
      description:
        'x and y of the four points to which the top left, top right, bottom right and bottom left corners move, as fractions of the result. With rectify: the points that become these corners, as fractions of the picture.',
      unit: 'fraction',
      suggested: [0, 1],
    }),
  width: pixels('Width of the result; that of the picture by default.'),
  height: pixels('Height of the result; that of the picture by default.'),
  rectify: flag(false, 'Do the inverse: four points of the picture become the corners of the result.'),
  background: color(
    'black',
    'Colour around the picture. A coloured one makes gray pictures RGB, a transparent one adds alpha.',
  ),
  interpolator: oneOf(INTERPOLATORS, 'How samples between pixels are interpolated.'),
});

type Params = z.output<typeof params>;

/**
 * Shows the picture as if seen from the side or, with `rectify`, a part of it as if seen from the front; `Warp` tells
 * what happens to edges, alpha and NaN. The corners are those of the outermost pixels' areas, so 0, 0, 1, 0, 1, 1, 0,
 * 1 changes nothing. They must form a convex quadrilateral; in the other direction they mirror the picture. Parts
 * behind the viewer are background.
 *
 * As OpenCV's `getPerspectiveTransform` and `warpPerspective`, which count from the centres of pixels. sharp has no
 * such operation. It does not average pixels where the picture shrinks: resize it first.
 */
export const perspective = definePerspective();

function definePerspective() {
  return {
    name: 'perspective' as const,
    family: 'warp',
    aliases: [] as const,
    summary: 'Move the four corners of the picture, or straighten the part between four points.',
    kind: 'resample' as const,
    params,
    positional: ['corners', 'width', 'height'] as const,
    examples: [
      { corners: [0.1, 0.2, 0.9, 0, 1, 0.95, 0, 0.7] },
      {
        corners: [0.15, 0.1, 0.8, 0.05, 1.1, 0.9, -0.05, 0.8],
        width: 31,
        height: 22,
        rectify: true,
        interpolator: 'bicubic',
        background: '20c0ff80',
      },
      { corners: [0.9, 0.1, 0.3, 0.3, 0.25, 0.6, 1, 1], interpolator: 'nearest', background: 'teal' },
    ],
    shown: [
      { corners: [0.1, 0.2, 0.9, 0, 1, 0.95, 0, 0.7] },
      { corners: [0.15, 0.1, 0.8, 0.05, 0.95, 0.9, 0.05, 0.8], rectify: true },
    ],
    ...byWarp(layOut),
  } satisfies Op<Params>;
}

function layOut(input: Extent, params: Params): Warp {
  const { corners, rectify, width = input.width, height = input.height } = params;
  const extent = { width, height };
  const fail = () => {
    const reason = `expected four corners of a convex quadrilateral in order, received ${corners.join(', ')}`;
    return invalidParameters([{ pointer: '/corners', reason }]);
  };
  if (!isConvex(corners)) throw fail();
  const map = mapBetween(input, extent, corners, rectify);
  if (unitsFor(map, extent) === undefined) throw fail();
  const { background, interpolator } = params;
  return { map, extent, background, interpolator };
}

/** The homography from columns and rows of the result to those of the picture. */
function mapBetween(input: Extent, extent: Extent, corners: Quad, rectify: boolean): Homography {
  const forward = squareToQuad(corners);
  const [xx = 0, xy = 0, x0 = 0, yx = 0, yy = 0, y0 = 0, zx = 0, zy = 0, z0 = 0] = rectify
    ? forward
    : inverted(forward);
  // A point in the middle of the visible part, where Z is 1, and so positive.
  const [x, y] = rectify ? [0.5, 0.5] : centreOf(forward);
  const centre = zx * x + zy * y + z0;
  const rows = [
    [xx, xy, x0, input.width],
    [yx, yy, y0, input.height],
    [zx, zy, z0, 0],
  ] as const;
  const pixels = rows.flatMap(([across, down, origin, length]) => {
    // From fractions to pixels, whose centres are half a pixel from their edges.
    const scale = length === 0 ? 1 : length;
    const half = length === 0 ? 0 : 0.5;
    const dx = (scale * across - half * zx) / extent.width / centre;
    const dy = (scale * down - half * zy) / extent.height / centre;
    return [dx, dy, (scale * origin - half * z0) / centre + (dx + dy) / 2];
  });
  return pixels;
}

/** Where the centre of the unit square goes. */
function centreOf([a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0, i = 0]: Homography) {
  const z = (g + h) / 2 + i;
  return [((a + b) / 2 + c) / z, ((d + e) / 2 + f) / z] as const;
}
