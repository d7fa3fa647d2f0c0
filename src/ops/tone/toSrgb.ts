/** The op `toSrgb`: encode linear light as sRGB samples. */
import * as z from 'zod';
import { WHITE } from '../../core/pixel.ts';
import { eachSample } from '../../kernels/pixels/colors.ts';
import { fastToEncoded, toEncoded } from '../../math/srgb.ts';
import { definePointOp } from '../lib/point.ts';

/**
 * Encodes linear light as sRGB samples; alpha stays: the inverse of `toLinear`. With `x` a fraction of white, the
 * transfer function of IEC 61966-2-1: `12.92 * x` up to 0.0031308, `1.055 * x ^ (1 / 2.4) - 0.055` above, mirrored
 * below 0 and continued above white. sharp has this only as the colour space of a whole pipeline.
 *
 * Reads and writes each sample once; a power per colour sample, from a table on the CPU.
 */
export const toSrgb = definePointOp({
  name: 'toSrgb',
  family: 'tone',
  summary: 'Encode linear light as sRGB samples.',
  params: z.strictObject({}),
  positional: [],
  examples: [{}],
  tolerance: { u8: 1, u16: 1, f32: 1e-5 },
  unitFloats: true,
  nonFinite: 'NaN and infinities stay what they are.',
  channelwise: true,

  map: (_, { type }) => eachSample((sample) => WHITE[type] * toEncoded(sample / WHITE[type])),

  cpu: {
    colors: (_, { type }) => eachSample((sample) => WHITE[type] * fastToEncoded(sample / WHITE[type])),
  },

  uniforms: (_, { type }) => ({ white: WHITE[type] }),
});
