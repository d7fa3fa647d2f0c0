/**
 * `levels` as a method of pipelines; `Next` is the type of the pipeline after it. Written by `npm run docs` from
 * the registries; do not edit.
 */

/** Options of `levels`. */
export interface LevelsOptions {
  /**
   * Level that becomes outBlack, as a fraction of white. Darker samples become outBlack too. A number from 0 to
   * 1; 0 unless given.
   */
  readonly black?: number | null | undefined;
  /**
   * Level that becomes outWhite, as a fraction of white. Brighter samples become outWhite too. A number from 0
   * to 1; 1 unless given.
   */
  readonly white?: number | null | undefined;
  /**
   * Samples in between are raised to the power 1 / gamma: above 1 brightens them. A number from 0.01 to 100; 1
   * unless given.
   */
  readonly gamma?: number | null | undefined;
  /** Level of the darkest samples of the result, as a fraction of white. A number from 0 to 1; 0 unless given. */
  readonly outBlack?: number | null | undefined;
  /** Level of the brightest samples of the result, as a fraction of white. A number from 0 to 1; 1 unless given. */
  readonly outWhite?: number | null | undefined;
}

export interface LevelsMethods<Next> {
  /**
   * Map a range of levels to another range, with a gamma in between.
   *
   * @param black Level that becomes outBlack, as a fraction of white. Darker samples become outBlack too. A
   * number from 0 to 1; 0 unless given.
   * @param white Level that becomes outWhite, as a fraction of white. Brighter samples become outWhite too. A
   * number from 0 to 1; 1 unless given.
   * @param gamma Samples in between are raised to the power 1 / gamma: above 1 brightens them. A number from
   * 0.01 to 100; 1 unless given.
   * @param outBlack Level of the darkest samples of the result, as a fraction of white. A number from 0 to 1; 0
   * unless given.
   * @param outWhite Level of the brightest samples of the result, as a fraction of white. A number from 0 to 1;
   * 1 unless given.
   */
  levels(black?: number | null, white?: number | null, gamma?: number | null, outBlack?: number | null, outWhite?: number | null): Next;
  /**
   * Map a range of levels to another range, with a gamma in between.
   *
   * @param black Level that becomes outBlack, as a fraction of white. Darker samples become outBlack too. A
   * number from 0 to 1; 0 unless given.
   * @param white Level that becomes outWhite, as a fraction of white. Brighter samples become outWhite too. A
   * number from 0 to 1; 1 unless given.
   * @param gamma Samples in between are raised to the power 1 / gamma: above 1 brightens them. A number from
   * 0.01 to 100; 1 unless given.
   * @param outBlack Level of the darkest samples of the result, as a fraction of white. A number from 0 to 1; 0
   * unless given.
   */
  levels(black?: number | null, white?: number | null, gamma?: number | null, outBlack?: number | null, options?: LevelsOptions | null): Next;
  /**
   * Map a range of levels to another range, with a gamma in between.
   *
   * @param black Level that becomes outBlack, as a fraction of white. Darker samples become outBlack too. A
   * number from 0 to 1; 0 unless given.
   * @param white Level that becomes outWhite, as a fraction of white. Brighter samples become outWhite too. A
   * number from 0 to 1; 1 unless given.
   * @param gamma Samples in between are raised to the power 1 / gamma: above 1 brightens them. A number from
   * 0.01 to 100; 1 unless given.
   */
  levels(black?: number | null, white?: number | null, gamma?: number | null, options?: LevelsOptions | null): Next;
  /**
   * Map a range of levels to another range, with a gamma in between.
   *
   * @param black Level that becomes outBlack, as a fraction of white. Darker samples become outBlack too. A
   * number from 0 to 1; 0 unless given.
   * @param white Level that becomes outWhite, as a fraction of white. Brighter samples become outWhite too. A
   * number from 0 to 1; 1 unless given.
   */
  levels(black?: number | null, white?: number | null, options?: LevelsOptions | null): Next;
  /**
   * Map a range of levels to another range, with a gamma in between.
   *
   * @param black Level that becomes outBlack, as a fraction of white. Darker samples become outBlack too. A
   * number from 0 to 1; 0 unless given.
   */
  levels(black?: number | null, options?: LevelsOptions | null): Next;
  /** Map a range of levels to another range, with a gamma in between. */
  levels(options?: LevelsOptions | null): Next;
}
