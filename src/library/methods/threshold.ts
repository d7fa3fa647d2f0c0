/**
 * `threshold` as a method of pipelines; `Next` is the type of the pipeline after it. Written by `npm run docs`
 * from the registries; do not edit.
 */

/** Options of `threshold`. */
export interface ThresholdOptions {
  /**
   * Lowest level that becomes white; half of white by default. A number from -1000000000 to 1000000000, in
   * levels.
   */
  readonly threshold?: number | null | undefined;
  /**
   * Compare the luminance of each pixel. Otherwise compare each sample by itself. True or false; true unless
   * given.
   */
  readonly greyscale?: boolean | null | undefined;
}

export interface ThresholdMethods<Next> {
  /**
   * Turn every sample white or black by a threshold.
   *
   * @param threshold Lowest level that becomes white; half of white by default. A number from -1000000000 to
   * 1000000000, in levels.
   * @param greyscale Compare the luminance of each pixel. Otherwise compare each sample by itself. True or
   * false; true unless given.
   */
  threshold(threshold?: number | null, greyscale?: boolean | null): Next;
  /**
   * Turn every sample white or black by a threshold.
   *
   * @param threshold Lowest level that becomes white; half of white by default. A number from -1000000000 to
   * 1000000000, in levels.
   */
  threshold(threshold?: number | null, options?: ThresholdOptions | null): Next;
  /** Turn every sample white or black by a threshold. */
  threshold(options?: ThresholdOptions | null): Next;
}
