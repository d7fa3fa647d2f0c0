/** The op `toLinear`: decode sRGB samples to linear light. */
import * as z from 'zod';
import { WHITE } from '../../core/pixel.ts';
import { eachSample } from '../../kernels/pixels/colors.ts';
import { toLinear as decode, fastToLinear } from '../../math/srgb.ts';
import { definePointOp } from '../lib/point.ts';

/**
 * Decodes sRGB samples to linear light; alpha stays. With `x` a fraction of white, the transfer function of IEC
 * 61966-2-1: `x / 12.92` up to 0.04045, `((x + 0.055) / 1.055) ^ 2.4` above, mirrored below 0 and continued above
 * white.
 *
 * On u8, dark levels merge: the darker 128 become 55. `cast_f32` or `cast_u16` first keeps them apart. Encoders still
 * take the result for sRGB; `toSrgb` is the inverse. sharp has this only as the colour space of a whole pipeline.
 *
 * Reads and writes each sample once; a power per colour sample, from a table on the CPU.
 */
export const toLinear = definePointOp({
  name: 'toLinear',
  family: 'tone',
  summary: 'Decode sRGB samples to linear light.',
  params: z.strictObject({}),
  positional: [],
  examples: [{}],
  tolerance: { u8: 1, u16: 1, f32: 1e-5 },
  nonFinite: 'NaN and infinities stay what they are.',
  channelwise: true,

  map: (_, { type }) => eachSample((sample) => WHITE[type] * decode(sample / WHITE[type])),

  cpu: {
    colors: (_, { type }) => eachSample((sample) => WHITE[type] * fastToLinear(sample / WHITE[type])),
  },

  uniforms: (_, { type }) => ({ white: WHITE[type] }),
});
