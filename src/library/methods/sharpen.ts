/**
 * `sharpen` as a method of pipelines; `Next` is the type of the pipeline after it. Written by `npm run docs`
 * from the registries; do not edit.
 */

/** Options of `sharpen`. */
export interface SharpenOptions {
  /**
   * Standard deviation of the blurred copy. Without it, lab sharpens mildly with 3 x 3 pixels, as sharp does,
   * and unsharp takes 1. A number from 0.000001 to 10, in pixels.
   */
  readonly sigma?: number | null | undefined;
  /**
   * With lab: strength for differences below x1, which are flat parts. A number from 0 to 1000000; 1 unless
   * given.
   */
  readonly m1?: number | null | undefined;
  /**
   * With lab: strength for the part of a difference above x1, which is an edge. A number from 0 to 1000000; 2
   * unless given.
   */
  readonly m2?: number | null | undefined;
  /**
   * With lab: difference in lightness where m2 takes over from m1. A number from 0 to 1000000, in L*; 2 unless
   * given.
   */
  readonly x1?: number | null | undefined;
  /** With lab: largest change to brighter. A number from 0 to 1000000, in L*; 10 unless given. */
  readonly y2?: number | null | undefined;
  /** With lab: largest change to darker. A number from 0 to 1000000, in L*; 20 unless given. */
  readonly y3?: number | null | undefined;
  /**
   * Sharpen the lightness of CIELAB (lab), or each channel by itself (unsharp). One of lab, unsharp; "lab"
   * unless given.
   */
  readonly method?: 'lab' | 'unsharp' | null | undefined;
  /** With unsharp: factor for the difference that is added. A number from 0 to 100; 1 unless given. */
  readonly amount?: number | null | undefined;
  /** With unsharp: smaller differences are left alone. A number from 0 to 65535, in levels; 0 unless given. */
  readonly threshold?: number | null | undefined;
}

export interface SharpenMethods<Next> {
  /**
   * Sharpen the picture by adding its difference from a blurred copy.
   *
   * @param sigma Standard deviation of the blurred copy. Without it, lab sharpens mildly with 3 x 3 pixels, as
   * sharp does, and unsharp takes 1. A number from 0.000001 to 10, in pixels.
   * @param m1 With lab: strength for differences below x1, which are flat parts. A number from 0 to 1000000; 1
   * unless given.
   * @param m2 With lab: strength for the part of a difference above x1, which is an edge. A number from 0 to
   * 1000000; 2 unless given.
   * @param x1 With lab: difference in lightness where m2 takes over from m1. A number from 0 to 1000000, in L*;
   * 2 unless given.
   * @param y2 With lab: largest change to brighter. A number from 0 to 1000000, in L*; 10 unless given.
   * @param y3 With lab: largest change to darker. A number from 0 to 1000000, in L*; 20 unless given.
   */
  sharpen(sigma?: number | null, m1?: number | null, m2?: number | null, x1?: number | null, y2?: number | null, y3?: number | null, options?: SharpenOptions | null): Next;
  /**
   * Sharpen the picture by adding its difference from a blurred copy.
   *
   * @param sigma Standard deviation of the blurred copy. Without it, lab sharpens mildly with 3 x 3 pixels, as
   * sharp does, and unsharp takes 1. A number from 0.000001 to 10, in pixels.
   * @param m1 With lab: strength for differences below x1, which are flat parts. A number from 0 to 1000000; 1
   * unless given.
   * @param m2 With lab: strength for the part of a difference above x1, which is an edge. A number from 0 to
   * 1000000; 2 unless given.
   * @param x1 With lab: difference in lightness where m2 takes over from m1. A number from 0 to 1000000, in L*;
   * 2 unless given.
   * @param y2 With lab: largest change to brighter. A number from 0 to 1000000, in L*; 10 unless given.
   */
  sharpen(sigma?: number | null, m1?: number | null, m2?: number | null, x1?: number | null, y2?: number | null, options?: SharpenOptions | null): Next;
  /**
   * Sharpen the picture by adding its difference from a blurred copy.
   *
   * @param sigma Standard deviation of the blurred copy. Without it, lab sharpens mildly with 3 x 3 pixels, as
   * sharp does, and unsharp takes 1. A number from 0.000001 to 10, in pixels.
   * @param m1 With lab: strength for differences below x1, which are flat parts. A number from 0 to 1000000; 1
   * unless given.
   * @param m2 With lab: strength for the part of a difference above x1, which is an edge. A number from 0 to
   * 1000000; 2 unless given.
   * @param x1 With lab: difference in lightness where m2 takes over from m1. A number from 0 to 1000000, in L*;
   * 2 unless given.
   */
  sharpen(sigma?: number | null, m1?: number | null, m2?: number | null, x1?: number | null, options?: SharpenOptions | null): Next;
  /**
   * Sharpen the picture by adding its difference from a blurred copy.
   *
   * @param sigma Standard deviation of the blurred copy. Without it, lab sharpens mildly with 3 x 3 pixels, as
   * sharp does, and unsharp takes 1. A number from 0.000001 to 10, in pixels.
   * @param m1 With lab: strength for differences below x1, which are flat parts. A number from 0 to 1000000; 1
   * unless given.
   * @param m2 With lab: strength for the part of a difference above x1, which is an edge. A number from 0 to
   * 1000000; 2 unless given.
   */
  sharpen(sigma?: number | null, m1?: number | null, m2?: number | null, options?: SharpenOptions | null): Next;
  /**
   * Sharpen the picture by adding its difference from a blurred copy.
   *
   * @param sigma Standard deviation of the blurred copy. Without it, lab sharpens mildly with 3 x 3 pixels, as
   * sharp does, and unsharp takes 1. A number from 0.000001 to 10, in pixels.
   * @param m1 With lab: strength for differences below x1, which are flat parts. A number from 0 to 1000000; 1
   * unless given.
   */
  sharpen(sigma?: number | null, m1?: number | null, options?: SharpenOptions | null): Next;
  /**
   * Sharpen the picture by adding its difference from a blurred copy.
   *
   * @param sigma Standard deviation of the blurred copy. Without it, lab sharpens mildly with 3 x 3 pixels, as
   * sharp does, and unsharp takes 1. A number from 0.000001 to 10, in pixels.
   */
  sharpen(sigma?: number | null, options?: SharpenOptions | null): Next;
  /** Sharpen the picture by adding its difference from a blurred copy. */
  sharpen(options?: SharpenOptions | null): Next;
}
