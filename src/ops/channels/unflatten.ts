/** The op `unflatten`: make white pixels transparent. */
import * as z from 'zod';
import { colorChannels, type Shape } from '../../core/image.ts';
import { WHITE } from '../../core/pixel.ts';
import { definePointOp } from '../lib/point.ts';

/**
 * Makes white transparent: alpha becomes 0 where every colour sample is white or more. Elsewhere it stays, and so do
 * all colours. Pictures without alpha get one. NaN is not white.
 *
 * sharp's `unflatten` compares luminance rounded to 8 bits, so that colours next to white, such as 254 255 255,
 * vanish too.
 *
 * Reads and writes each sample once; three comparisons per pixel.
 */
export const unflatten = definePointOp({
  name: 'unflatten',
  family: 'channels',
  summary: 'Make white pixels transparent.',
  params: z.strictObject({}),
  positional: [],
  examples: [{}],
  tolerance: { u8: 0, u16: 0, f32: 0 },
  nonFinite: 'NaN does not count as white, infinity does. Colours stay.',
  unlikeSharp:
    'sharp compares luminance in 8 bits, so colours next to white, such as 254 255 255, vanish too. Here only white does.',
  channelwise: false,

  geometry: (input): Shape => ({ ...input, channels: colorChannels(input.channels) === 1 ? 2 : 4 }),

  map(_, { type }) {
    const white = WHITE[type];
    return (colors) => {
      for (let at = 0; at < colors.length; at += 4) {
        const [red, green, blue] = [colors[at], colors[at + 1], colors[at + 2]] as [number, number, number];
        if (red >= white && green >= white && blue >= white) colors[at + 3] = 0;
      }
    };
  },

  uniforms: (_, { type }) => ({ white: WHITE[type] }),

  // Only on 8-bit gray pictures does it take nothing but white for white.
  sharp: (pipeline, _, { type, channels }) =>
    type === 'u8' && channels < 3 ? pipeline.unflatten() : undefined,
});
