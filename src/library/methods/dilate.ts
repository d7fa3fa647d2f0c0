/**
 * `dilate` as a method of pipelines; `Next` is the type of the pipeline after it. Written by `npm run docs` from
 * the registries; do not edit.
 */

/** Options of `dilate`. */
export interface DilateOptions {
  /**
   * Radius of the window, which is 2 x width + 1 pixels wide and high. A whole number from 1 to 50, in pixels; 1
   * unless given.
   */
  readonly width?: number | null | undefined;
}

export interface DilateMethods<Next> {
  /**
   * Replace every sample by the largest one in the square around it.
   *
   * @param width Radius of the window, which is 2 x width + 1 pixels wide and high. A whole number from 1 to 50,
   * in pixels; 1 unless given.
   */
  dilate(width?: number | null): Next;
  /** Replace every sample by the largest one in the square around it. */
  dilate(options?: DilateOptions | null): Next;
}
