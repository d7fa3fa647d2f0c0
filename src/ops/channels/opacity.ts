/** The op `opacity`: make the picture more transparent. */
import * as z from 'zod';
import { colorChannels, hasAlpha, type Shape } from '../../core/image.ts';
import { WHITE } from '../../core/pixel.ts';
import { number } from '../lib/fields.ts';
import { definePointOp } from '../lib/point.ts';

/**
 * Multiplies alpha by `opacity`; colours stay. Pictures without alpha are opaque and get one. As CSS's `opacity()`,
 * Filter Effects Module Level 1. sharp has no such operation.
 *
 * Reads and writes each sample once; one product per pixel.
 */
export const opacity = definePointOp({
  name: 'opacity',
  family: 'channels',
  summary: 'Make the picture more transparent.',
  params: z.strictObject({
    opacity: number({
      unit: 'ratio',
      min: 0,
      max: 1,
      default: 1,
      describe: 'Factor for alpha: 0 makes everything transparent, 1 changes nothing.',
    }),
  }),
  positional: ['opacity'],
  examples: [{ opacity: 0.5 }],
  tolerance: { u8: 1, u16: 1, f32: 1e-6 },
  nonFinite: 'NaN stays NaN and an infinite alpha stays infinite; 0 times an infinity is NaN.',
  channelwise: true,

  geometry: (input): Shape => ({ ...input, channels: colorChannels(input.channels) === 1 ? 2 : 4 }),

  map({ opacity }) {
    return (colors) => {
      for (let at = 3; at < colors.length; at += 4) colors[at] = opacity * (colors[at] as number);
    };
  },

  cpu: {
    picks({ opacity }, { type, channels }) {
      if (hasAlpha(channels)) return undefined;
      return [...Array.from({ length: channels }, (_, channel) => channel), { level: opacity * WHITE[type] }];
    },
  },

  uniforms: ({ opacity }) => ({ opacity }),
});
