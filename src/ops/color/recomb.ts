/** The op `recomb`: mix red, green and blue by a 3x3 matrix. */
import * as z from 'zod';
import type { Shape } from '../../core/image.ts';
import { hasAlpha } from '../../core/image.ts';
import type { Uniforms } from '../../core/pass.ts';
import { type Matrix, multiply, multiplyPlanes } from '../../kernels/pixels/color-matrix.ts';
import { definePointOp } from '../lib/point.ts';
import type { Op } from '../op.ts';

const element = z.number().min(-1e6).max(1e6);

/**
 * Multiplies each colour by a matrix; alpha stays: the first row makes red, the second green, the third blue. Factors
 * have no unit, so every pixel type gives the same colours.
 *
 * As sharp's `recomb` with three rows, which truncates where Noir rounds, and which also takes 4x4 matrices. A matrix
 * makes colours of gray, so gray pictures become RGB, as in sharp.
 *
 * Reads and writes each sample once; nine products per pixel.
 */
export const recomb = definePointOp({
  name: 'recomb',
  family: 'color',
  summary: 'Mix red, green and blue by a 3x3 matrix.',
  params: z.strictObject({
    matrix: z
      .union([
        z.array(element).min(9).max(9),
        z
          .array(z.array(element).min(3).max(3))
          .min(3)
          .max(3)
          .transform((rows) => rows.flat()),
      ])
      .meta({
        description: 'Nine factors, row by row, or three rows of three. The rows make red, green and blue.',
        unit: 'ratio',
        suggested: [-2, 2],
      }),
  }),
  positional: ['matrix'],
  examples: [
    // The sepia of sharp's own documentation.
    { matrix: [0.3588, 0.7044, 0.1368, 0.299, 0.587, 0.114, 0.2392, 0.4696, 0.0912] },
    { matrix: [1.5, -0.3, -0.2, -0.25, 1.5, -0.25, -0.2, -0.3, 1.5] },
  ],
  tolerance: { u8: 1, u16: 1, f32: 1e-6 },
  nonFinite:
    'A NaN makes all three colours of its pixel NaN. An infinity makes each of them infinite, or NaN, since 0 times an infinity is NaN.',

  geometry: widen,

  ...byMatrix(({ matrix }: { matrix: Matrix }) => matrix),

  sharp: (pipeline, { matrix }, input) => multiplyInSharp(pipeline, matrix, input),
});

/** The shape of a coloured picture: gray becomes RGB; alpha stays. */
export function widen(input: Shape): Shape {
  return { ...input, channels: hasAlpha(input.channels) ? 4 : 3 };
}

/** The members of an op that multiplies colours by a matrix of its parameters, except `sharp`. */
export function byMatrix<Params>(matrixOf: (params: Params) => Matrix) {
  return {
    channelwise: false,
    map: (params: Params) => multiply(matrixOf(params)),
    cpu: {
      planes: (params: Params, { type }: Shape) => multiplyPlanes(matrixOf(params), type),
    },

    shader: () => 'color/recomb',
    uniforms: (params: Params): Uniforms => {
      const matrix = matrixOf(params);
      return { red: matrix.slice(0, 3), green: matrix.slice(3, 6), blue: matrix.slice(6, 9) };
    },
  };
}

type Pipeline = Parameters<NonNullable<Op['sharp']>>[0];

/** Multiplies in libvips, for the pictures that it does not convert to other colour spaces first. */
export function multiplyInSharp(pipeline: Pipeline, matrix: Matrix, { type }: Shape): Pipeline | undefined {
  // It narrows 16 bits to 8 first, and takes floats for 0..255.
  if (type !== 'u8') return undefined;
  const [rr = 0, rg = 0, rb = 0, gr = 0, gg = 0, gb = 0, br = 0, bg = 0, bb = 0] = matrix;
  // It truncates where Noir rounds.
  return pipeline
    .recomb([
      [rr, rg, rb],
      [gr, gg, gb],
      [br, bg, bb],
    ])
    .linear(1, 0.5);
}
