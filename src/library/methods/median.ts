/**
 * `median` as a method of pipelines; `Next` is the type of the pipeline after it. Written by `npm run docs` from
 * the registries; do not edit.
 */

/** Options of `median`. */
export interface MedianOptions {
  /** Side of the window. An odd whole number from 3 to 101, in pixels; 3 unless given. */
  readonly size?: number | null | undefined;
}

export interface MedianMethods<Next> {
  /**
   * Replace every sample by the median of the square around it.
   *
   * @param size Side of the window. An odd whole number from 3 to 101, in pixels; 3 unless given.
   */
  median(size?: number | null): Next;
  /** Replace every sample by the median of the square around it. */
  median(options?: MedianOptions | null): Next;
}
