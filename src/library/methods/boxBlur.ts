/**
 * `boxBlur` as a method of pipelines; `Next` is the type of the pipeline after it. Written by `npm run docs`
 * from the registries; do not edit.
 */

/** Options of `boxBlur`. */
export interface BoxBlurOptions {
  /**
   * Pixels on each side of the middle one: the window is 2 x radius + 1 pixels wide and high. A whole number
   * from 1 to 1000, in pixels; 1 unless given.
   */
  readonly radius?: number | null | undefined;
}

export interface BoxBlurMethods<Next> {
  /**
   * Replace each pixel by the mean of the square around it.
   *
   * @param radius Pixels on each side of the middle one: the window is 2 x radius + 1 pixels wide and high. A
   * whole number from 1 to 1000, in pixels; 1 unless given.
   */
  boxBlur(radius?: number | null): Next;
  /** Replace each pixel by the mean of the square around it. */
  boxBlur(options?: BoxBlurOptions | null): Next;
  /** The same as `boxBlur`. Replace each pixel by the mean of the square around it. */
  meanBlur: BoxBlurMethods<Next>['boxBlur'];
}
