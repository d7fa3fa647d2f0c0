/**
 * `curves` as a method of pipelines; `Next` is the type of the pipeline after it. Written by `npm run docs` from
 * the registries; do not edit.
 */

/** Options of `curves`. */
export interface CurvesOptions {
  /**
   * x and y of 2 to 8 points, one after the other, as fractions of white: `0:0:0.5:0.7:1:1`. x must ascend. 4 to
   * 16 numbers, each from 0 to 1; [0,0,1,1] unless given.
   */
  readonly points?: readonly number[] | null | undefined;
}

export interface CurvesMethods<Next> {
  /**
   * Map samples along a smooth curve through points.
   *
   * @param points x and y of 2 to 8 points, one after the other, as fractions of white: `0:0:0.5:0.7:1:1`. x
   * must ascend. 4 to 16 numbers, each from 0 to 1; [0,0,1,1] unless given.
   */
  curves(points?: readonly number[] | null): Next;
  /** Map samples along a smooth curve through points. */
  curves(options?: CurvesOptions | null): Next;
}
