/**
 * `affine` as a method of pipelines; `Next` is the type of the pipeline after it. Written by `npm run docs` from
 * the registries; do not edit.
 */
import type { ColorInput } from '../color.ts';

/** Options of `affine`. */
export interface AffineOptions {
  /**
   * Four factors a, b, c, d, or two rows of two. The point (x, y) moves to (a x + b y, c x + d y). 4 numbers,
   * each from -1000 to 1000, or 2 rows of 2 numbers, each from -1000 to 1000.
   */
  readonly matrix: readonly number[] | readonly (readonly number[])[];
  /**
   * Colour around the picture. A coloured one makes gray pictures RGB, a transparent one adds alpha. A colour
   * such as ff8800, #f80, orange, [255, 136, 0] or { r: 255, g: 136, b: 0, alpha: 0.5 }, alpha from 0 to 1;
   * "black" unless given.
   */
  readonly background?: ColorInput | null | undefined;
  /**
   * Columns by which the picture is shifted right before the matrix. A number from -100000 to 100000, in pixels;
   * 0 unless given.
   */
  readonly idx?: number | null | undefined;
  /**
   * Rows by which the picture is shifted down before the matrix. A number from -100000 to 100000, in pixels; 0
   * unless given.
   */
  readonly idy?: number | null | undefined;
  /**
   * Columns by which the picture is shifted right after the matrix. A number from -100000 to 100000, in pixels;
   * 0 unless given.
   */
  readonly odx?: number | null | undefined;
  /**
   * Rows by which the picture is shifted down after the matrix. A number from -100000 to 100000, in pixels; 0
   * unless given.
   */
  readonly ody?: number | null | undefined;
  /**
   * How samples between pixels are interpolated. One of bilinear, nearest, bicubic, nohalo; "bilinear" unless
   * given.
   */
  readonly interpolator?: 'bilinear' | 'nearest' | 'bicubic' | 'nohalo' | null | undefined;
}

export interface AffineMethods<Next> {
  /**
   * Scale, turn, mirror and shear the picture by a matrix.
   *
   * @param matrix Four factors a, b, c, d, or two rows of two. The point (x, y) moves to (a x + b y, c x + d y).
   * 4 numbers, each from -1000 to 1000, or 2 rows of 2 numbers, each from -1000 to 1000.
   * @param background Colour around the picture. A coloured one makes gray pictures RGB, a transparent one adds
   * alpha. A colour such as ff8800, #f80, orange, [255, 136, 0] or { r: 255, g: 136, b: 0, alpha: 0.5 }, alpha
   * from 0 to 1; "black" unless given.
   * @param interpolator How samples between pixels are interpolated. One of bilinear, nearest, bicubic, nohalo;
   * "bilinear" unless given.
   */
  affine(matrix: readonly number[] | readonly (readonly number[])[], background?: ColorInput | null, interpolator?: 'bilinear' | 'nearest' | 'bicubic' | 'nohalo' | null, options?: Omit<AffineOptions, 'matrix'> | null): Next;
  /**
   * Scale, turn, mirror and shear the picture by a matrix.
   *
   * @param matrix Four factors a, b, c, d, or two rows of two. The point (x, y) moves to (a x + b y, c x + d y).
   * 4 numbers, each from -1000 to 1000, or 2 rows of 2 numbers, each from -1000 to 1000.
   * @param background Colour around the picture. A coloured one makes gray pictures RGB, a transparent one adds
   * alpha. A colour such as ff8800, #f80, orange, [255, 136, 0] or { r: 255, g: 136, b: 0, alpha: 0.5 }, alpha
   * from 0 to 1; "black" unless given.
   */
  affine(matrix: readonly number[] | readonly (readonly number[])[], background?: ColorInput | null, options?: Omit<AffineOptions, 'matrix'> | null): Next;
  /**
   * Scale, turn, mirror and shear the picture by a matrix.
   *
   * @param matrix Four factors a, b, c, d, or two rows of two. The point (x, y) moves to (a x + b y, c x + d y).
   * 4 numbers, each from -1000 to 1000, or 2 rows of 2 numbers, each from -1000 to 1000.
   */
  affine(matrix: readonly number[] | readonly (readonly number[])[], options?: Omit<AffineOptions, 'matrix'> | null): Next;
  /** Scale, turn, mirror and shear the picture by a matrix. */
  affine(options: AffineOptions): Next;
}
