import { z } from 'zod';
import { WHITE } from '../../core/pixel.ts';
import { eachSample } from '../../kernels/pixels/colors.ts';
import { fastToEncoded, fastToLinear, toEncoded, toLinear } from '../../math/srgb.ts';
import { number } from '../lib/fields.ts';
import { definePointOp } from '../lib/point.ts';

/**
 * `light * 2 ^ stops` on every colour sample, alpha left alone: samples, as fractions of white, are decoded
 * by the sRGB curve of IEC 61966-2-1, multiplied, and encoded again. A stop is a doubling of light, as on
 * a camera. Floats keep what goes beyond white, integers stop at it. Negative samples are mirrored; NaN
 * and infinities stay what they are. sharp has no such operation.
 *
 * Each sample in and out once; two powers and a product a colour sample; the CPU has tables in place of powers.
 */
export const exposure = definePointOp({
  name: 'exposure',
  family: 'tone',
  summary: 'Brighten or darken by stops, in linear light.',
  params: z.strictObject({
    stops: number({
      unit: 'stops',
      min: -10,
      max: 10,
      default: 0,
      suggested: [-3, 3],
      describe: 'Each doubles the light, or halves it below 0.',
    }),
  }),
  positional: ['stops'],
  examples: [{ stops: 1 }, { stops: -1.5 }],
  tolerance: { u8: 1, u16: 1, f32: 1e-5 },
  nonFinite: 'NaN and infinities stay what they are.',
  channelwise: true,

  map: ({ stops }, { type }) => expose(2 ** stops, WHITE[type], toLinear, toEncoded),

  cpu: {
    colors: ({ stops }, { type }) => expose(2 ** stops, WHITE[type], fastToLinear, fastToEncoded),
  },

  uniforms: ({ stops }, { type }) => ({ gain: 2 ** stops, white: WHITE[type] }),
});

type Curve = (value: number) => number;

function expose(gain: number, white: number, decode: Curve, encode: Curve) {
  return eachSample((sample) => white * encode(gain * decode(sample / white)));
}
