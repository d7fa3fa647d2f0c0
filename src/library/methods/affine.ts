/**
 * `affine` as a method of pipelines; `Next` is the pipeline behind it. Written by `npm run docs` from the
 * registries; do not edit.
 */
import type { ColorInput } from '../color.ts';

/** Options of `affine`. */
export interface AffineOptions {
  /**
   * Four factors a, b, c, d, or two rows of two: what is at (x, y) goes to (a x + b y, c x + d y). A list of 4
   * to 4 values, each a number from -1000 to 1000 or a list of 2 to 2 values, each a list of 2 to 2 values, each
   * a number from -1000 to 1000.
   */
  readonly matrix: readonly number[] | readonly (readonly number[])[];
  /**
   * Colour around the picture; pictures without colour or alpha get it with that. A colour such as ff8800, #f80,
   * orange, [255, 136, 0] or { r: 255, g: 136, b: 0, alpha: 0.5 }, alpha from 0 to 1; "black" unless given.
   */
  readonly background?: ColorInput | undefined;
  /**
   * Columns that the picture is moved to the right before. A number from -100000 to 100000, in pixels; 0 unless
   * given.
   */
  readonly idx?: number | undefined;
  /** Rows that the picture is moved down before. A number from -100000 to 100000, in pixels; 0 unless given. */
  readonly idy?: number | undefined;
  /**
   * Columns that the picture is moved to the right afterwards. A number from -100000 to 100000, in pixels; 0
   * unless given.
   */
  readonly odx?: number | undefined;
  /** Rows that the picture is moved down afterwards. A number from -100000 to 100000, in pixels; 0 unless given. */
  readonly ody?: number | undefined;
  /** How colours between pixels are found. One of bilinear, nearest, bicubic, nohalo; "bilinear" unless given. */
  readonly interpolator?: 'bilinear' | 'nearest' | 'bicubic' | 'nohalo' | undefined;
}

export interface AffineMethods<Next> {
  /**
   * Scale, turn, mirror and shear the picture by a matrix.
   *
   * @param matrix Four factors a, b, c, d, or two rows of two: what is at (x, y) goes to (a x + b y, c x + d y).
   * A list of 4 to 4 values, each a number from -1000 to 1000 or a list of 2 to 2 values, each a list of 2 to 2
   * values, each a number from -1000 to 1000.
   * @param background Colour around the picture; pictures without colour or alpha get it with that. A colour
   * such as ff8800, #f80, orange, [255, 136, 0] or { r: 255, g: 136, b: 0, alpha: 0.5 }, alpha from 0 to 1;
   * "black" unless given.
   * @param interpolator How colours between pixels are found. One of bilinear, nearest, bicubic, nohalo;
   * "bilinear" unless given.
   */
  affine(matrix: readonly number[] | readonly (readonly number[])[], background?: ColorInput, interpolator?: 'bilinear' | 'nearest' | 'bicubic' | 'nohalo', options?: Omit<AffineOptions, 'matrix'>): Next;
  /**
   * Scale, turn, mirror and shear the picture by a matrix.
   *
   * @param matrix Four factors a, b, c, d, or two rows of two: what is at (x, y) goes to (a x + b y, c x + d y).
   * A list of 4 to 4 values, each a number from -1000 to 1000 or a list of 2 to 2 values, each a list of 2 to 2
   * values, each a number from -1000 to 1000.
   * @param background Colour around the picture; pictures without colour or alpha get it with that. A colour
   * such as ff8800, #f80, orange, [255, 136, 0] or { r: 255, g: 136, b: 0, alpha: 0.5 }, alpha from 0 to 1;
   * "black" unless given.
   */
  affine(matrix: readonly number[] | readonly (readonly number[])[], background?: ColorInput, options?: Omit<AffineOptions, 'matrix'>): Next;
  /**
   * Scale, turn, mirror and shear the picture by a matrix.
   *
   * @param matrix Four factors a, b, c, d, or two rows of two: what is at (x, y) goes to (a x + b y, c x + d y).
   * A list of 4 to 4 values, each a number from -1000 to 1000 or a list of 2 to 2 values, each a list of 2 to 2
   * values, each a number from -1000 to 1000.
   */
  affine(matrix: readonly number[] | readonly (readonly number[])[], options?: Omit<AffineOptions, 'matrix'>): Next;
  /** Scale, turn, mirror and shear the picture by a matrix. */
  affine(options: AffineOptions): Next;
}
