import { z } from 'zod';
import { colorChannels, type Shape } from '../../core/image.ts';
import { WHITE } from '../../core/pixel.ts';
import { definePointOp } from '../lib/point.ts';

/**
 * Drops the alpha channel; the colours stay as they are, also where they were transparent. `flatten` lays
 * them on a background first. As sharp's `removeAlpha`.
 *
 * Each sample in once and each colour out; nothing is computed.
 */
export const removeAlpha = definePointOp({
  name: 'removeAlpha',
  family: 'channels',
  summary: 'Drop the alpha channel.',
  params: z.strictObject({}),
  positional: [],
  examples: [{}],
  tolerance: { u8: 0, u16: 0, f32: 0 },
  nonFinite: 'NaN and infinities stay what they are, also where they were transparent.',
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
