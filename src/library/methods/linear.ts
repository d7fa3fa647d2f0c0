/**
 * `linear` as a method of pipelines; `Next` is the type of the pipeline after it. Written by `npm run docs` from
 * the registries; do not edit.
 */

/** Options of `linear`. */
export interface LinearOptions {
  /**
   * Factor: one for all colour channels, or one for each. A number from -1000000 to 1000000, or 1 to 3 such
   * numbers; 1 unless given.
   */
  readonly a?: number | readonly number[] | null | undefined;
  /**
   * Offset: one for all colour channels, or one for each. A number from -1000000000 to 1000000000, or 1 to 3
   * such numbers, in levels; 0 unless given.
   */
  readonly b?: number | readonly number[] | null | undefined;
}

export interface LinearMethods<Next> {
  /**
   * Multiply every colour sample by a and add b.
   *
   * @param a Factor: one for all colour channels, or one for each. A number from -1000000 to 1000000, or 1 to 3
   * such numbers; 1 unless given.
   * @param b Offset: one for all colour channels, or one for each. A number from -1000000000 to 1000000000, or 1
   * to 3 such numbers, in levels; 0 unless given.
   */
  linear(a?: number | readonly number[] | null, b?: number | readonly number[] | null): Next;
  /**
   * Multiply every colour sample by a and add b.
   *
   * @param a Factor: one for all colour channels, or one for each. A number from -1000000 to 1000000, or 1 to 3
   * such numbers; 1 unless given.
   */
  linear(a?: number | readonly number[] | null, options?: LinearOptions | null): Next;
  /** Multiply every colour sample by a and add b. */
  linear(options?: LinearOptions | null): Next;
}
