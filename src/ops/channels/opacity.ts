import { z } from 'zod';
import { colorChannels, hasAlpha, type Shape } from '../../core/image.ts';
import { WHITE } from '../../core/pixel.ts';
import { number } from '../lib/fields.ts';
import { definePointOp } from '../lib/point.ts';

/**
 * `opacity * alpha`, the colours left alone. Pictures without alpha are opaque and get one. As CSS's
 * `opacity()`, Filter Effects Module Level 1. NaN stays NaN in floats. sharp has no such operation.
 *
 * Each sample in and out once, and an alpha out where there was none; a product a pixel.
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
  nonFinite: 'NaN stays NaN and an infinite alpha infinite, but for 0 times an infinity, which is NaN.',
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
