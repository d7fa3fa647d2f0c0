import { z } from 'zod';
import { dodgePlanes, inLight, type ToneMask } from '../../kernels/pixels/light-planes.ts';
import { fastToEncoded, fastToLinear, toEncoded, toLinear } from '../../math/srgb.ts';
import { number } from '../lib/fields.ts';
import { definePointOp } from '../lib/point.ts';
import { dodge, dodgeUniforms } from './shadows.ts';

/** Stops that an amount of 1 gives white; from 1.6 on, bright tones would change places with darker ones. */
const STOPS = 1;

/**
 * Brightens or darkens bright tones: `light * 2 ^ (amount * tone ^ 2)`, alpha left alone. `light` is each
 * colour sample decoded from sRGB; `tone`, the same for all three, is the pixel's luminance (BT.709
 * weights on light) encoded as sRGB and limited to 0..1. So an amount of -1 takes one stop from white, a
 * quarter of one from half of white, and nothing from black; hues and the order of grays stay. What
 * integers have lost above white does not come back; floats keep it.
 *
 * `tone ^ 2` is the mask known as light lights among Tony Kuyper's luminosity masks (2006), here on a
 * gain in linear light. A NaN sample stays NaN, and where the luminance is NaN its tone is 0.
 * sharp has no such operation.
 *
 * Each sample in and out once; eight powers a pixel; the CPU has tables for all but one.
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
      describe: 'Below 0 darkens, above 0 brightens; 1 is one stop at white.',
    }),
  }),
  positional: ['amount'],
  examples: [{ amount: -0.7 }, { amount: 0.4 }],
  tolerance: { u8: 1, u16: 1, f32: 1e-5 },
  nonFinite:
    'NaN and infinities stay what they are; a pixel whose luminance is NaN counts as black, and one of infinite luminance as white.',
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
