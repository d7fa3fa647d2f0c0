/** The op `cast`: change the pixel type. */
import * as z from 'zod';
import { PIXEL_TYPES, WHITE } from '../../core/pixel.ts';
import { flag } from '../lib/fields.ts';
import { definePointOp } from '../lib/point.ts';

/**
 * Changes the pixel type. With `scale`, white stays white: u8 255 becomes u16 65535 or f32 1. Without it numbers stay
 * numbers and are clamped to the new range. Integers round to nearest; NaN becomes 0 in them.
 *
 * Reads and writes each sample once; one product per sample.
 */
export const cast = definePointOp({
  name: 'cast',
  family: 'channels',
  summary: 'Change the pixel type.',
  params: z.strictObject({
    type: z.enum(PIXEL_TYPES as ['u8', 'u16', 'f32']).describe('Pixel type of the result.'),
    scale: flag(
      true,
      'Scale samples so that white stays white. Otherwise numbers stay the same, within the range of the new type.',
    ),
  }),
  positional: ['type', 'scale'],
  examples: [{ type: 'u16' }, { type: 'f32' }],
  tolerance: { u8: 1, u16: 1, f32: 1e-6 },
  nonFinite:
    'An f32 result keeps NaN and infinities. In u8 and u16, NaN becomes 0, and infinities become the ends of the range.',
  channelwise: true,

  geometry: (input, { type }) => ({ ...input, type }),

  map({ type, scale }, input) {
    const from = scale ? WHITE[input.type] : 1;
    const to = scale ? WHITE[type] : 1;
    return (colors) => {
      for (let at = 0; at < colors.length; at++) colors[at] = ((colors[at] as number) * to) / from;
    };
  },

  features: (_, { type }) => ({ variant: `to ${type}` }),

  uniforms: ({ type, scale }, input) => ({ factor: scale ? WHITE[type] / WHITE[input.type] : 1 }),
});
