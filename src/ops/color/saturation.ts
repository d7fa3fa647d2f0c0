/** The op `saturation`: make colours stronger or weaker, and keep luma. */
import * as z from 'zod';
import type { Matrix } from '../../kernels/pixels/color-matrix.ts';
import { LUMA } from '../../math/srgb.ts';
import { number } from '../lib/fields.ts';
import { definePointOp } from '../lib/point.ts';
import { byMatrix, multiplyInSharp } from './recomb.ts';

/**
 * Scales the distance of every colour sample from luma: `luma + factor * (sample - luma)`, with `luma = 0.2126 red +
 * 0.7152 green + 0.0722 blue` (BT.709) of the samples as they are stored. 0 makes gray, 1 changes nothing, above 1
 * makes colours stronger. Alpha stays. Luma stays, unless a colour leaves the pixel type's range. Gray pictures stay
 * as they are.
 *
 * The `saturate` of Filter Effects Module Level 1, whose weights are rounded to 0.213, 0.715 and 0.072. sharp's own
 * saturation is that of `modulate`, in CIE LCh.
 *
 * Reads and writes each sample once; nine products per pixel.
 */
export const saturation = definePointOp({
  name: 'saturation',
  family: 'color',
  aliases: ['saturate'],
  summary: 'Make colours stronger or weaker, and keep luma.',
  params: z.strictObject({
    factor: number({
      unit: 'ratio',
      min: 0,
      max: 100,
      default: 1,
      suggested: [0, 3],
      describe: 'Factor for the distance of every sample from luma: 0 makes gray, 1 changes nothing.',
    }),
  }),
  positional: ['factor'],
  examples: [{ factor: 1.6 }, { factor: 0.3 }, { factor: 0 }],
  tolerance: { u8: 1, u16: 1, f32: 1e-6 },
  nonFinite:
    'A NaN makes all three colours of its pixel NaN, an infinity makes each of them infinite or NaN. This holds for gray pictures too.',
  ...byMatrix(({ factor }: { factor: number }) => matrixOf(factor)),

  sharp(pipeline, { factor }, input) {
    if (input.channels < 3) return input.type === 'f32' ? undefined : pipeline;
    return multiplyInSharp(pipeline, matrixOf(factor), input);
  },
});

function matrixOf(factor: number): Matrix {
  const [red, green, blue] = LUMA.rec709.map((weight) => (1 - factor) * weight) as [number, number, number];
  return [red + factor, green, blue, red, green + factor, blue, red, green, blue + factor];
}
