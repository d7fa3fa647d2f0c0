/**
 * `clip` as a method of pipelines; `Next` is the type of the pipeline after it. Written by `npm run docs` from
 * the registries; do not edit.
 */

/** Options of `clip`. */
export interface ClipOptions {
  /** Lowest value; 0 by default. A number from -1000000000 to 1000000000, in levels. */
  readonly min?: number | null | undefined;
  /**
   * Highest value; by default 255 on u8, 65535 on u16, 1 on f32. A number from -1000000000 to 1000000000, in
   * levels.
   */
  readonly max?: number | null | undefined;
}

export interface ClipMethods<Next> {
  /**
   * Limit every colour sample to a range.
   *
   * @param min Lowest value; 0 by default. A number from -1000000000 to 1000000000, in levels.
   * @param max Highest value; by default 255 on u8, 65535 on u16, 1 on f32. A number from -1000000000 to
   * 1000000000, in levels.
   */
  clip(min?: number | null, max?: number | null): Next;
  /**
   * Limit every colour sample to a range.
   *
   * @param min Lowest value; 0 by default. A number from -1000000000 to 1000000000, in levels.
   */
  clip(min?: number | null, options?: ClipOptions | null): Next;
  /** Limit every colour sample to a range. */
  clip(options?: ClipOptions | null): Next;
  /** The same as `clip`. Limit every colour sample to a range. */
  clamp: ClipMethods<Next>['clip'];
}
