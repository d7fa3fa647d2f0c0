/** The op `vibrance`: make pale colours stronger and leave strong ones. */
import * as z from 'zod';
import { WHITE } from '../../core/pixel.ts';
import { takeFloats } from '../../kernels/pixels/color-matrix.ts';
import { LUMA } from '../../math/srgb.ts';
import { number } from '../lib/fields.ts';
import { definePointOp } from '../lib/point.ts';

/**
 * Makes pale colours stronger: `luma + factor * (sample - luma)` on every colour sample, with `factor = 1 + amount *
 * (1 - saturation)`. Luma is BT.709's, of the samples as they are stored. Saturation is the largest of red, green and
 * blue minus the smallest, as a fraction of white, within 0..1. So 1 doubles pale colours and hardly changes strong
 * ones, and -1 makes pale colours gray. Alpha stays. Luma stays, unless a colour leaves the pixel type's range. Gray
 * pictures stay as they are.
 *
 * The measure of saturation and the mix with luma are those of vibrance in CeeJay's SweetFX shaders; below 0 that one
 * weakens strong colours more than pale ones. sharp has no such op.
 *
 * Reads and writes each sample once; four comparisons and eight products per pixel.
 */
export const vibrance = definePointOp({
  name: 'vibrance',
  family: 'color',
  summary: 'Make pale colours stronger and leave strong ones.',
  params: z.strictObject({
    amount: number({
      unit: 'ratio',
      min: -1,
      max: 1,
      default: 0,
      describe: 'Above 0 makes pale colours stronger, below 0 weaker.',
    }),
  }),
  positional: ['amount'],
  examples: [{ amount: 0.8 }, { amount: -0.6 }],
  tolerance: { u8: 1, u16: 1, f32: 1e-6 },
  nonFinite: 'A NaN or an infinity makes all three colours of its pixel NaN, in gray pictures too.',
  channelwise: false,

  map({ amount }, { type }) {
    const white = WHITE[type];
    const [weightRed, weightGreen, weightBlue] = LUMA.rec709;
    return (colors) => {
      for (let at = 0; at < colors.length; at += 4) {
        const red = colors[at] as number;
        const green = colors[at + 1] as number;
        const blue = colors[at + 2] as number;
        const luma = weightRed * red + weightGreen * green + weightBlue * blue;
        const range = Math.max(red, green, blue) - Math.min(red, green, blue);
        const factor = 1 + amount * (1 - Math.min(range / white, 1));
        colors[at] = luma + factor * (red - luma);
        colors[at + 1] = luma + factor * (green - luma);
        colors[at + 2] = luma + factor * (blue - luma);
      }
    };
  },

  cpu: {
    planes: ({ amount }, { type }) => ({
      prepare(simd) {
        const weights = takeFloats(simd, LUMA.rec709);
        return (planes, pixels) => simd.code.vibrance(planes, pixels, weights, amount, 1 / WHITE[type]);
      },
    }),
  },

  uniforms: ({ amount }, { type }) => ({ weights: LUMA.rec709, amount, white: WHITE[type] }),

  sharp(pipeline, _, { type, channels }) {
    return channels < 3 && type !== 'f32' ? pipeline : undefined;
  },
});
