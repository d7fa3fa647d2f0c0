/** The op `sepia`: give the picture the brown shades of an old photograph. */
import * as z from 'zod';
import type { Matrix } from '../../kernels/pixels/color-matrix.ts';
import { number } from '../lib/fields.ts';
import { definePointOp } from '../lib/point.ts';
import { byMatrix, multiplyInSharp, widen } from './recomb.ts';

/** Filter Effects Module Level 1, `sepia()` at amount 1. */
const SEPIA: Matrix = [0.393, 0.769, 0.189, 0.349, 0.686, 0.168, 0.272, 0.534, 0.131];

/**
 * `sample + amount * (sepia * color - sample)` on every colour sample as it is stored; alpha stays. `sepia` is the
 * matrix of CSS's `sepia()`, Filter Effects Module Level 1: red becomes `0.393 red + 0.769 green + 0.189 blue`, green
 * `0.349 red + 0.686 green + 0.168 blue`, blue `0.272 red + 0.534 green + 0.131 blue`. White leaves the range in red
 * and green, and becomes yellowish. Gray pictures become RGB.
 *
 * sharp has no sepia of its own; its documentation does it by `recomb`, with another matrix.
 *
 * Reads and writes each sample once; nine products per pixel.
 */
export const sepia = definePointOp({
  name: 'sepia',
  family: 'color',
  summary: 'Give the picture the brown shades of an old photograph.',
  params: z.strictObject({
    amount: number({
      unit: 'ratio',
      min: 0,
      max: 1,
      default: 1,
      describe: 'Strength: 0 leaves colours as they are, 1 is full sepia.',
    }),
  }),
  positional: ['amount'],
  examples: [{}, { amount: 0.4 }],
  tolerance: { u8: 1, u16: 1, f32: 1e-6 },
  nonFinite:
    'A NaN makes all three colours of its pixel NaN, an infinity makes each of them infinite or NaN.',
  geometry: widen,

  ...byMatrix(({ amount }: { amount: number }) => matrixOf(amount)),

  sharp: (pipeline, { amount }, input) => multiplyInSharp(pipeline, matrixOf(amount), input),
});

function matrixOf(amount: number): Matrix {
  return SEPIA.map((factor, at) => amount * factor + (1 - amount) * Number(at % 4 === 0));
}
