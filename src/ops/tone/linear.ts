/** The op `linear`: multiply every colour sample by a and add b. */
import * as z from 'zod';
import { perChannel, spread } from '../lib/fields.ts';
import { definePointOp } from '../lib/point.ts';

/**
 * `a * sample + b` on every colour sample; alpha stays. `b` is in the pixel type's own levels: 10 is 10 of 255 on u8
 * and 10 of 65535 on u16. As sharp's `linear`.
 *
 * Reads and writes each sample once; a product and a sum per colour sample.
 */
export const linear = definePointOp({
  name: 'linear',
  family: 'tone',
  summary: 'Multiply every colour sample by a and add b.',
  params: z.strictObject({
    a: perChannel({
      unit: 'ratio',
      min: -1e6,
      max: 1e6,
      default: 1,
      suggested: [0, 4],
      describe: 'Factor: one for all colour channels, or one for each.',
    }),
    b: perChannel({
      unit: 'levels',
      min: -1e9,
      max: 1e9,
      default: 0,
      suggested: [-255, 255],
      describe: 'Offset: one for all colour channels, or one for each.',
    }),
  }),
  positional: ['a', 'b'],
  examples: [{ a: 1.2, b: -10 }, { a: [1.1, 1, 0.9] }],
  tolerance: { u8: 1, u16: 1, f32: 1e-6 },
  nonFinite: 'NaN stays NaN and an infinity stays infinite; 0 times an infinity is NaN.',
  unlikeSharp: 'sharp cuts fractions off, so its samples are up to one level lower. Noir rounds.',
  channelwise: true,

  geometry(input, { a, b }) {
    spread('a', a, input);
    spread('b', b, input);
    return input;
  },

  map({ a, b }, input) {
    const factor = spread('a', a, input);
    const offset = spread('b', b, input);
    return (colors) => {
      for (let at = 0; at < colors.length; at += 4) {
        colors[at] = factor[0] * (colors[at] as number) + offset[0];
        colors[at + 1] = factor[1] * (colors[at + 1] as number) + offset[1];
        colors[at + 2] = factor[2] * (colors[at + 2] as number) + offset[2];
      }
    };
  },

  uniforms({ a, b }, input) {
    return { a: spread('a', a, input), b: spread('b', b, input) };
  },

  sharp(pipeline, { a, b }, input) {
    // libvips passes floats through its 8-bit colour spaces.
    if (input.type === 'f32') return undefined;
    const colors = input.channels < 3 ? 1 : 3;
    // libvips truncates where Noir rounds.
    const offset = spread('b', b, input).map((value) => value + 0.5);
    return pipeline.linear(spread('a', a, input).slice(0, colors), offset.slice(0, colors));
  },
});
