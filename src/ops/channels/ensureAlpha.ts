/** The op `ensureAlpha`: add an alpha channel where there is none. */
import * as z from 'zod';
import { colorChannels, hasAlpha, type Shape } from '../../core/image.ts';
import { WHITE } from '../../core/pixel.ts';
import { number } from '../lib/fields.ts';
import { definePointOp } from '../lib/point.ts';

/**
 * Adds an alpha channel with `alpha * white` everywhere to a picture that has none. Colours stay, and so do pictures
 * that have alpha. As sharp's `ensureAlpha`, which truncates where Noir rounds.
 *
 * Reads each sample once, and writes it and an alpha once; no arithmetic.
 */
export const ensureAlpha = definePointOp({
  name: 'ensureAlpha',
  family: 'channels',
  summary: 'Add an alpha channel where there is none.',
  params: z.strictObject({
    alpha: number({
      unit: 'ratio',
      min: 0,
      max: 1,
      default: 1,
      describe: 'Opacity of the new channel: 0 is transparent, 1 opaque.',
    }),
  }),
  positional: ['alpha'],
  examples: [{}, { alpha: 0.5 }],
  tolerance: { u8: 1, u16: 1, f32: 1e-7 },
  nonFinite: 'NaN and infinities stay what they are.',
  channelwise: true,

  geometry: (input): Shape => ({ ...input, channels: colorChannels(input.channels) === 1 ? 2 : 4 }),

  map({ alpha }, { type, channels }) {
    const added = alpha * WHITE[type];
    return (colors) => {
      if (hasAlpha(channels)) return;
      for (let at = 3; at < colors.length; at += 4) colors[at] = added;
    };
  },

  cpu: {
    picks({ alpha }, { type, channels }) {
      const own = Array.from({ length: channels }, (_, channel) => channel);
      return hasAlpha(channels) ? own : [...own, { level: alpha * WHITE[type] }];
    },
  },

  uniforms: ({ alpha }, { type, channels }) => ({
    alpha: alpha * WHITE[type],
    add: Number(!hasAlpha(channels)),
  }),

  // libvips passes floats through its 8-bit colour spaces.
  sharp: (pipeline, { alpha }, { type }) => (type === 'f32' ? undefined : pipeline.ensureAlpha(alpha)),
});
