/**
 * `stretch` as a method of pipelines; `Next` is the type of the pipeline after it. Written by `npm run docs`
 * from the registries; do not edit.
 */

/** Options of `stretch`. */
export interface StretchOptions {
  /**
   * Lower end, which becomes 0: one level, a level for each colour channel, or a percentile of the samples (2%
   * or 2p). A number from -1e+37 to 1e+37, 1 to 3 such numbers, or a percentage such as 50% or 50p, in levels;
   * "0%" unless given.
   */
  readonly lower?: number | readonly number[] | string | null | undefined;
  /**
   * Upper end, which becomes white: one level, a level for each colour channel, or a percentile of the samples
   * (98% or 98p). A number from -1e+37 to 1e+37, 1 to 3 such numbers, or a percentage such as 50% or 50p, in
   * levels; "100%" unless given.
   */
  readonly upper?: number | readonly number[] | string | null | undefined;
  /**
   * With percentiles: take those of all colour samples together, which keeps hues, or those of each channel. One
   * of all, each; "all" unless given.
   */
  readonly channels?: 'all' | 'each' | null | undefined;
}

export interface StretchMethods<Next> {
  /**
   * Stretch the range between two levels, or two percentiles, linearly to black and white.
   *
   * @param lower Lower end, which becomes 0: one level, a level for each colour channel, or a percentile of the
   * samples (2% or 2p). A number from -1e+37 to 1e+37, 1 to 3 such numbers, or a percentage such as 50% or 50p,
   * in levels; "0%" unless given.
   * @param upper Upper end, which becomes white: one level, a level for each colour channel, or a percentile of
   * the samples (98% or 98p). A number from -1e+37 to 1e+37, 1 to 3 such numbers, or a percentage such as 50% or
   * 50p, in levels; "100%" unless given.
   * @param channels With percentiles: take those of all colour samples together, which keeps hues, or those of
   * each channel. One of all, each; "all" unless given.
   */
  stretch(lower?: number | readonly number[] | string | null, upper?: number | readonly number[] | string | null, channels?: 'all' | 'each' | null): Next;
  /**
   * Stretch the range between two levels, or two percentiles, linearly to black and white.
   *
   * @param lower Lower end, which becomes 0: one level, a level for each colour channel, or a percentile of the
   * samples (2% or 2p). A number from -1e+37 to 1e+37, 1 to 3 such numbers, or a percentage such as 50% or 50p,
   * in levels; "0%" unless given.
   * @param upper Upper end, which becomes white: one level, a level for each colour channel, or a percentile of
   * the samples (98% or 98p). A number from -1e+37 to 1e+37, 1 to 3 such numbers, or a percentage such as 50% or
   * 50p, in levels; "100%" unless given.
   */
  stretch(lower?: number | readonly number[] | string | null, upper?: number | readonly number[] | string | null, options?: StretchOptions | null): Next;
  /**
   * Stretch the range between two levels, or two percentiles, linearly to black and white.
   *
   * @param lower Lower end, which becomes 0: one level, a level for each colour channel, or a percentile of the
   * samples (2% or 2p). A number from -1e+37 to 1e+37, 1 to 3 such numbers, or a percentage such as 50% or 50p,
   * in levels; "0%" unless given.
   */
  stretch(lower?: number | readonly number[] | string | null, options?: StretchOptions | null): Next;
  /** Stretch the range between two levels, or two percentiles, linearly to black and white. */
  stretch(options?: StretchOptions | null): Next;
}
