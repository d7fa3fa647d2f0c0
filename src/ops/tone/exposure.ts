/** The op `exposure`: brighten or darken by stops, in linear light. */
import * as z from 'zod';
import { WHITE } from '../../core/pixel.ts';
import { eachSample } from '../../kernels/pixels/colors.ts';
import { fastToEncoded, fastToLinear, toEncoded, toLinear } from '../../math/srgb.ts';
import { number } from '../lib/fields.ts';
import { definePointOp } from '../lib/point.ts';

/**
 * Multiplies linear light by `2 ^ stops`; alpha stays. Samples are decoded by the sRGB curve of IEC 61966-2-1,
 * multiplied, and encoded again. A stop doubles the light, as on a camera. Floats keep values beyond white; integers
 * stop at white. Negative samples are mirrored. sharp has no such operation.
 *
 * Reads and writes each sample once; two powers, from tables on the CPU, and a product per colour sample.
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
      describe: 'Each stop doubles the light; each negative one halves it.',
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
