/** The op `hue`: rotate hues around the colour wheel. */
import * as z from 'zod';
import type { Matrix } from '../../kernels/pixels/color-matrix.ts';
import { number } from '../lib/fields.ts';
import { definePointOp } from '../lib/point.ts';
import { byMatrix, multiplyInSharp } from './recomb.ts';

/**
 * Rotates every colour around the gray axis by a 3x3 matrix on the samples as they are stored; alpha stays. The
 * matrix is `A + cos(angle) * B + sin(angle) * C` of CSS's `hue-rotate()`, Filter Effects Module Level 1. Positive
 * angles go from red through green to blue. Grays stay, and so does luma by 0.213, 0.715 and 0.072, unless a colour
 * leaves the pixel type's range. Gray pictures stay as they are.
 *
 * It rotates a plane of RGB, so saturated colours do not become those of the same saturation in HSL. sharp's own hue
 * is that of `modulate`, in CIE LCh.
 *
 * Reads and writes each sample once; nine products per pixel.
 */
export const hue = definePointOp({
  name: 'hue',
  family: 'color',
  aliases: ['hue-rotate'],
  summary: 'Rotate hues around the colour wheel.',
  params: z.strictObject({
    angle: number({
      unit: 'degrees',
      min: -360,
      max: 360,
      default: 0,
      suggested: [-180, 180],
      describe: 'Angle, positive from red towards green.',
    }),
  }),
  positional: ['angle'],
  examples: [{ angle: 90 }, { angle: -45 }],
  tolerance: { u8: 1, u16: 1, f32: 1e-6 },
  nonFinite:
    'A NaN makes all three colours of its pixel NaN, an infinity makes each of them infinite or NaN. This holds for gray pictures too.',
  ...byMatrix(({ angle }: { angle: number }) => matrixOf(angle)),

  sharp(pipeline, { angle }, input) {
    if (input.channels < 3) return input.type === 'f32' ? undefined : pipeline;
    return multiplyInSharp(pipeline, matrixOf(angle), input);
  },
});

/** The matrices of `feColorMatrix` with type `hueRotate`, Filter Effects Module Level 1. */
const CONSTANT: Matrix = [0.213, 0.715, 0.072, 0.213, 0.715, 0.072, 0.213, 0.715, 0.072];
const COSINE: Matrix = [0.787, -0.715, -0.072, -0.213, 0.285, -0.072, -0.213, -0.715, 0.928];
const SINE: Matrix = [-0.213, -0.715, 0.928, 0.143, 0.14, -0.283, -0.787, 0.715, 0.072];

function matrixOf(degrees: number): Matrix {
  const angle = (degrees * Math.PI) / 180;
  const [cosine, sine] = [Math.cos(angle), Math.sin(angle)];
  return CONSTANT.map(
    (constant, at) => constant + cosine * (COSINE[at] as number) + sine * (SINE[at] as number),
  );
}
