/** The op `removeAlpha`: drop the alpha channel. */
import * as z from 'zod';
import { colorChannels, type Shape } from '../../core/image.ts';
import { WHITE } from '../../core/pixel.ts';
import { definePointOp } from '../lib/point.ts';

/**
 * Drops the alpha channel. Colours stay as they are, also in transparent pixels; `flatten` lays them on a background
 * instead. As sharp's `removeAlpha`.
 *
 * Reads each sample and writes each colour once; no arithmetic.
 */
export const removeAlpha = definePointOp({
  name: 'removeAlpha',
  family: 'channels',
  summary: 'Drop the alpha channel.',
  params: z.strictObject({}),
  positional: [],
  examples: [{}],
  tolerance: { u8: 0, u16: 0, f32: 0 },
  nonFinite: 'NaN and infinities stay, also in transparent pixels.',
  channelwise: true,

  geometry: (input): Shape => ({ ...input, channels: colorChannels(input.channels) }),

  map(_, { type }) {
    const white = WHITE[type];
    return (colors) => {
      for (let at = 3; at < colors.length; at += 4) colors[at] = white;
    };
  },

  cpu: {
    picks: (_, { channels }) => (channels < 3 ? [0] : [0, 1, 2]),
  },

  uniforms: (_, { type }) => ({ white: WHITE[type] }),

  // libvips passes floats through its 8-bit colour spaces.
  sharp: (pipeline, _, { type }) => (type === 'f32' ? undefined : pipeline.removeAlpha()),
});
