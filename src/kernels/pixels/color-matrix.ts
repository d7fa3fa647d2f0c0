/** Multiplies colours by a 3x3 matrix: in f64, and in 32-bit SIMD. */
import { type PixelType, WHITE } from '../../core/pixel.ts';
import type { Simd } from '../simd/simd.ts';
import type { PlaneMap } from './color-planes.ts';
import type { ColorMap } from './colors.ts';

/** A 3x3 matrix, row by row: the shares of red, green and blue in red, then in green, then in blue. */
export type Matrix = readonly number[];

/** Multiplies every colour by a matrix. */
export function multiply(matrix: Matrix): ColorMap {
  const [rr = 0, rg = 0, rb = 0, gr = 0, gg = 0, gb = 0, br = 0, bg = 0, bb = 0] = matrix;
  return (colors) => {
    for (let at = 0; at < colors.length; at += 4) {
      const red = colors[at] as number;
      const green = colors[at + 1] as number;
      const blue = colors[at + 2] as number;
      colors[at] = rr * red + rg * green + rb * blue;
      colors[at + 1] = gr * red + gg * green + gb * blue;
      colors[at + 2] = br * red + bg * green + bb * blue;
    }
  };
}

/** Largest error of 32 bits that is allowed: in levels, for f32 in parts of white. */
const SLIP = { u8: 0.1, u16: 0.25, f32: 1e-6 } as const;

/** Roundings on the way to a sum, each half of the last of 24 bits. */
const ROUNDINGS = 4 * 2 ** -24;

/** Multiplies in 32 bits. Returns undefined if the factors are so large that the error would exceed `SLIP`. */
export function multiplyPlanes(matrix: Matrix, type: PixelType): PlaneMap | undefined {
  const sumOfRow = (row: number) => {
    return matrix.slice(3 * row, 3 * row + 3).reduce((sum, factor) => sum + Math.abs(factor), 0);
  };
  const largest = Math.max(sumOfRow(0), sumOfRow(1), sumOfRow(2));
  if (largest * WHITE[type] * ROUNDINGS > SLIP[type]) return undefined;
  return {
    prepare(simd) {
      const place = takeFloats(simd, matrix);
      return (planes, pixels) => simd.code.multiplyColors(planes, pixels, place);
    },
  };
}

/** Takes SIMD memory for some numbers and writes them there as floats. */
export function takeFloats(simd: Simd, values: readonly number[]): number {
  const place = simd.take(4 * values.length);
  simd.floats.set(values, place / 4);
  return place;
}
