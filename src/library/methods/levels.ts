/**
 * `levels` as a method of pipelines; `Next` is the type of the pipeline after it. Written by `npm run docs` from
 * the registries; do not edit.
 */

/** Options of `levels`. */
export interface LevelsOptions {
  /** Fraction of white that becomes outBlack, with all below it. A number from 0 to 1; 0 unless given. */
  readonly black?: number | undefined;
  /** Fraction of white that becomes outWhite, with all above it. A number from 0 to 1; 1 unless given. */
  readonly white?: number | undefined;
  /** Samples in between are raised to 1 / gamma. A number from 0.01 to 100; 1 unless given. */
  readonly gamma?: number | undefined;
  /** Fraction of white that the darkest becomes. A number from 0 to 1; 0 unless given. */
  readonly outBlack?: number | undefined;
  /** Fraction of white that the brightest becomes. A number from 0 to 1; 1 unless given. */
  readonly outWhite?: number | undefined;
}

export interface LevelsMethods<Next> {
  /**
   * Stretch a range of samples to another one, with a gamma in between.
   *
   * @param black Fraction of white that becomes outBlack, with all below it. A number from 0 to 1; 0 unless
   * given.
   * @param white Fraction of white that becomes outWhite, with all above it. A number from 0 to 1; 1 unless
   * given.
   * @param gamma Samples in between are raised to 1 / gamma. A number from 0.01 to 100; 1 unless given.
   * @param outBlack Fraction of white that the darkest becomes. A number from 0 to 1; 0 unless given.
   * @param outWhite Fraction of white that the brightest becomes. A number from 0 to 1; 1 unless given.
   */
  levels(black?: number, white?: number, gamma?: number, outBlack?: number, outWhite?: number): Next;
  /**
   * Stretch a range of samples to another one, with a gamma in between.
   *
   * @param black Fraction of white that becomes outBlack, with all below it. A number from 0 to 1; 0 unless
   * given.
   * @param white Fraction of white that becomes outWhite, with all above it. A number from 0 to 1; 1 unless
   * given.
   * @param gamma Samples in between are raised to 1 / gamma. A number from 0.01 to 100; 1 unless given.
   * @param outBlack Fraction of white that the darkest becomes. A number from 0 to 1; 0 unless given.
   */
  levels(black?: number, white?: number, gamma?: number, outBlack?: number, options?: LevelsOptions): Next;
  /**
   * Stretch a range of samples to another one, with a gamma in between.
   *
   * @param black Fraction of white that becomes outBlack, with all below it. A number from 0 to 1; 0 unless
   * given.
   * @param white Fraction of white that becomes outWhite, with all above it. A number from 0 to 1; 1 unless
   * given.
   * @param gamma Samples in between are raised to 1 / gamma. A number from 0.01 to 100; 1 unless given.
   */
  levels(black?: number, white?: number, gamma?: number, options?: LevelsOptions): Next;
  /**
   * Stretch a range of samples to another one, with a gamma in between.
   *
   * @param black Fraction of white that becomes outBlack, with all below it. A number from 0 to 1; 0 unless
   * given.
   * @param white Fraction of white that becomes outWhite, with all above it. A number from 0 to 1; 1 unless
   * given.
   */
  levels(black?: number, white?: number, options?: LevelsOptions): Next;
  /**
   * Stretch a range of samples to another one, with a gamma in between.
   *
   * @param black Fraction of white that becomes outBlack, with all below it. A number from 0 to 1; 0 unless
   * given.
   */
  levels(black?: number, options?: LevelsOptions): Next;
  /** Stretch a range of samples to another one, with a gamma in between. */
  levels(options?: LevelsOptions): Next;
}
