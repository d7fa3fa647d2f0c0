/** The op `clip`: limit every colour sample to a range. */
import * as z from 'zod';
import { invalidParameters } from '../../core/errors.ts';
import { WHITE } from '../../core/pixel.ts';
import { definePointOp } from '../lib/point.ts';

const bound = (describe: string) =>
  z.number().min(-1e9).max(1e9).optional().meta({ description: describe, unit: 'levels' });

/**
 * Limits every colour sample to `min`..`max`, in the pixel type's own levels; alpha stays, and NaN becomes `min`. The
 * bounds default to the nominal range, so `clip()` brings f32 back into 0..1.
 *
 * Reads and writes each sample once; two comparisons per colour sample.
 */
export const clip = definePointOp({
  name: 'clip',
  family: 'tone',
  aliases: ['clamp'],
  summary: 'Limit every colour sample to a range.',
  params: z.strictObject({
    min: bound('Lowest value; 0 by default.'),
    max: bound('Highest value; by default 255 on u8, 65535 on u16, 1 on f32.'),
  }),
  positional: ['min', 'max'],
  examples: [{ min: 40, max: 200 }],
  tolerance: { u8: 0, u16: 0, f32: 1e-7 },
  nonFinite: 'NaN and -infinity become `min`, infinity `max`.',
  channelwise: true,

  geometry(input, params) {
    const { min, max } = bounds(params, input.type);
    if (min > max) {
      throw invalidParameters([
        { pointer: '/min', reason: `expected at most max (${max}), received ${min}` },
      ]);
    }
    return input;
  },

  map(params, input) {
    const { min, max } = bounds(params, input.type);
    return (colors) => {
      for (let at = 0; at < colors.length; at++) {
        if (at % 4 === 3) continue;
        const value = colors[at] as number;
        colors[at] = value > min ? Math.min(value, max) : min;
      }
    };
  },

  uniforms: (params, input) => bounds(params, input.type),
});

function bounds(
  { min = 0, max }: { min?: number | undefined; max?: number | undefined },
  type: keyof typeof WHITE,
) {
  return { min, max: max ?? WHITE[type] };
}
