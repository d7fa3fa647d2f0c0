/** The op `curves`: map samples along a smooth curve through points. */
import * as z from 'zod';
import { invalidParameters } from '../../core/errors.ts';
import { WHITE } from '../../core/pixel.ts';
import { eachSample } from '../../kernels/pixels/colors.ts';
import { interpolate, type Knot, knotsOf } from '../../math/monotone-cubic.ts';
import { definePointOp } from '../lib/point.ts';

/** Most points, for which the shader's parameters have room. */
const MOST_POINTS = 8;

/** Least distance of two points. The slope between points that are too close has no number. */
const LEAST_STEP = 1e-6;

/**
 * Maps every colour sample as it is stored along a curve through 2 to 8 points; alpha stays. Points are `x, y` one
 * after the other, fractions of white, x ascending. The curve is the monotone cubic of Fritsch and Carlson, "Monotone
 * Piecewise Cubic Interpolation" (SIAM J. Numer. Anal. 17, 1980): smooth, and never beyond the points on its sides.
 * It is level before the first and behind the last point. Floats are limited like integers. sharp has no such
 * operation.
 *
 * Reads and writes each sample once; finds one of at most seven pieces, and evaluates its cubic, per colour sample.
 */
export const curves = definePointOp({
  name: 'curves',
  family: 'tone',
  summary: 'Map samples along a smooth curve through points.',
  params: z.strictObject({
    points: z
      .array(z.number().min(0).max(1))
      .min(4)
      .max(2 * MOST_POINTS)
      .default([0, 0, 1, 1])
      .meta({
        description:
          'x and y of 2 to 8 points, one after the other, as fractions of white: `0:0:0.5:0.7:1:1`. x must ascend.',
        unit: 'ratio',
        format: 'curve',
      }),
  }),
  positional: ['points'],
  examples: [
    { points: [0, 0, 0.25, 0.18, 0.75, 0.85, 1, 1] },
    { points: [0, 1, 1, 0] },
    { points: [0, 0, 0.1, 0.3, 0.2, 0.1, 0.4, 0.4, 0.5, 0.9, 0.7, 0.6, 0.9, 0.7, 1, 1] },
  ],
  tolerance: { u8: 1, u16: 1, f32: 1e-5 },
  nonFinite: 'NaN and -infinity become the first y, infinity the last.',
  channelwise: true,

  geometry(input, { points }) {
    const reason = faultOf(points);
    if (reason) throw invalidParameters([{ pointer: '/points', reason }]);
    return input;
  },

  map({ points }, { type }) {
    const white = WHITE[type];
    const follow = interpolate(knotsOf(points));
    return eachSample((sample) => white * follow(sample / white));
  },

  uniforms({ points }, { type }) {
    const knots = knotsOf(points);
    const last = knots.at(-1) as Knot;
    const ends = [(knots[0] as Knot).x, last.x];
    // Unused knots lie beyond every sample, and are level.
    while (knots.length < MOST_POINTS) knots.push({ x: 1 + knots.length, y: last.y, slope: 0 });
    const pack = (name: keyof Knot) => knots.map((knot) => knot[name]);
    return {
      x_low: pack('x').slice(0, 4),
      x_high: pack('x').slice(4),
      y_low: pack('y').slice(0, 4),
      y_high: pack('y').slice(4),
      slope_low: pack('slope').slice(0, 4),
      slope_high: pack('slope').slice(4),
      ends,
      white: WHITE[type],
    };
  },
});

function faultOf(points: readonly number[]): string | undefined {
  if (points.length % 2 === 1) return `expected x and y of each point, received ${points.length} numbers`;
  for (let at = 2; at < points.length; at += 2) {
    const [before, x] = [points[at - 2] as number, points[at] as number];
    if (!(x - before >= LEAST_STEP)) {
      return `expected x to ascend by ${LEAST_STEP} or more from point to point, received ${x} after ${before}`;
    }
  }
  return undefined;
}
