/** The op `highlights`: darken or brighten the bright parts. */
import * as z from 'zod';
import { dodgePlanes, inLight, type ToneMask } from '../../kernels/pixels/light-planes.ts';
import { fastToEncoded, fastToLinear, toEncoded, toLinear } from '../../math/srgb.ts';
import { number } from '../lib/fields.ts';
import { definePointOp } from '../lib/point.ts';
import { dodge, dodgeUniforms } from './shadows.ts';

/** Stops at white for an amount of 1. From 1.6 stops on, bright tones would become darker than tones below them. */
const STOPS = 1;

/**
 * Brightens or darkens bright tones: `light * 2 ^ (amount * tone ^ 2)`; alpha stays. `light` is each colour sample
 * decoded from sRGB. `tone` is the pixel's luminance (BT.709 weights on linear light), encoded as sRGB and limited to
 * 0..1. An amount of -1 takes one stop from white, a quarter of a stop from half of white, and nothing from black.
 * Hues and the order of grays stay. Floats keep values above white; integers have lost them before.
 *
 * `tone ^ 2` is the "light lights" mask among Tony Kuyper's luminosity masks (2006), here as a gain in linear light.
 * A NaN sample stays NaN; where the luminance is NaN the tone is 0. sharp has no such operation.
 *
 * Reads and writes each sample once; eight powers per pixel, all but one from tables on the CPU.
 */
export const highlights = definePointOp({
  name: 'highlights',
  family: 'tone',
  summary: 'Darken or brighten the bright parts.',
  params: z.strictObject({
    amount: number({
      unit: 'ratio',
      min: -1,
      max: 1,
      default: 0,
      describe: 'Below 0 darkens, above 0 brightens. 1 and -1 change white by one stop.',
    }),
  }),
  positional: ['amount'],
  examples: [{ amount: -0.7 }, { amount: 0.4 }],
  tolerance: { u8: 1, u16: 1, f32: 1e-5 },
  nonFinite:
    'NaN and infinities stay. A pixel whose luminance is NaN counts as black, one with infinite luminance as white.',
  channelwise: false,

  map: ({ amount }, input) => dodge(input, brightTones(amount), toLinear, toEncoded),

  cpu: {
    planes: ({ amount }, { type }) => inLight(type, dodgePlanes(brightTones(amount))),
    colors: ({ amount }, input) => dodge(input, brightTones(amount), fastToLinear, fastToEncoded),
  },

  shader: () => 'tone/shadows',

  uniforms: ({ amount }, input) => dodgeUniforms(input, brightTones(amount)),
});

function brightTones(amount: number): ToneMask {
  return { stops: STOPS * amount, offset: 0, slope: 1 };
}
