/** The op `shadows`: brighten or darken the dark parts. */
import * as z from 'zod';
import type { Shape } from '../../core/image.ts';
import type { Uniforms } from '../../core/pass.ts';
import { WHITE } from '../../core/pixel.ts';
import type { ColorMap } from '../../kernels/pixels/colors.ts';
import { dodgePlanes, inLight, type ToneMask } from '../../kernels/pixels/light-planes.ts';
import { fastToEncoded, fastToLinear, LUMA, toEncoded, toLinear } from '../../math/srgb.ts';
import { number } from '../lib/fields.ts';
import { definePointOp } from '../lib/point.ts';

/** Stops at black for an amount of 1. From 6.2 stops on, dark tones would become brighter than tones above them. */
const STOPS = 2;

/**
 * Brightens or darkens dark tones: `light * 2 ^ (2 * amount * (1 - tone) ^ 2)`; alpha stays. `light` is each colour
 * sample decoded from sRGB. `tone` is the pixel's luminance (BT.709 weights on linear light), encoded as sRGB and
 * limited to 0..1. An amount of 1 is two stops at black, half a stop at half of white, and nothing at white. Hues and
 * the order of grays stay.
 *
 * `(1 - tone) ^ 2` is the "dark darks" mask among Tony Kuyper's luminosity masks (2006), here as a gain in linear
 * light. A NaN sample stays NaN; where the luminance is NaN the tone is 0. sharp has no such operation.
 *
 * Reads and writes each sample once; eight powers per pixel, all but one from tables on the CPU.
 */
export const shadows = definePointOp({
  name: 'shadows',
  family: 'tone',
  summary: 'Brighten or darken the dark parts.',
  params: z.strictObject({
    amount: number({
      unit: 'ratio',
      min: -1,
      max: 1,
      default: 0,
      describe: 'Above 0 brightens, below 0 darkens. 1 and -1 change the darkest tones by two stops.',
    }),
  }),
  positional: ['amount'],
  examples: [{ amount: 0.6 }, { amount: -0.5 }],
  tolerance: { u8: 1, u16: 1, f32: 1e-5 },
  nonFinite:
    'NaN and infinities stay. A pixel whose luminance is NaN counts as black, one with infinite luminance as white.',
  channelwise: false,

  map: ({ amount }, input) => dodge(input, darkTones(amount), toLinear, toEncoded),

  cpu: {
    planes: ({ amount }, { type }) => inLight(type, dodgePlanes(darkTones(amount))),
    colors: ({ amount }, input) => dodge(input, darkTones(amount), fastToLinear, fastToEncoded),
  },

  uniforms: ({ amount }, input) => dodgeUniforms(input, darkTones(amount)),
});

function darkTones(amount: number): ToneMask {
  return { stops: STOPS * amount, offset: 1, slope: -1 };
}

type Curve = (value: number) => number;

/** Multiplies light by a gain that depends on its tone. */
export function dodge(
  { type }: Shape,
  { stops, offset, slope }: ToneMask,
  decode: Curve,
  encode: Curve,
): ColorMap {
  const white = WHITE[type];
  const [redWeight, greenWeight, blueWeight] = LUMA.rec709;
  return (colors) => {
    for (let at = 0; at < colors.length; at += 4) {
      const red = decode((colors[at] as number) / white);
      const green = decode((colors[at + 1] as number) / white);
      const blue = decode((colors[at + 2] as number) / white);
      const luminance = redWeight * red + greenWeight * green + blueWeight * blue;
      // NaN is not above 0.
      const tone = luminance > 0 ? Math.min(1, encode(luminance)) : 0;
      const gain = 2 ** (stops * (offset + slope * tone) ** 2);
      colors[at] = white * encode(gain * red);
      colors[at + 1] = white * encode(gain * green);
      colors[at + 2] = white * encode(gain * blue);
    }
  };
}

export function dodgeUniforms({ type }: Shape, mask: ToneMask): Uniforms {
  return { weights: LUMA.rec709, white: WHITE[type], ...mask };
}
