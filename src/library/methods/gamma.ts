/**
 * `gamma` as a method of pipelines; `Next` is the type of the pipeline after it. Written by `npm run docs` from
 * the registries; do not edit.
 */

/** Options of `gamma`. */
export interface GammaOptions {
  /**
   * Each colour sample, as a fraction of white, is raised to the power 1 / gamma. A number from 0.01 to 100; 2.2
   * unless given.
   */
  readonly gamma?: number | null | undefined;
}

export interface GammaMethods<Next> {
  /**
   * Apply a power law: above 1 brightens, below 1 darkens.
   *
   * @param gamma Each colour sample, as a fraction of white, is raised to the power 1 / gamma. A number from
   * 0.01 to 100; 2.2 unless given.
   */
  gamma(gamma?: number | null): Next;
  /** Apply a power law: above 1 brightens, below 1 darkens. */
  gamma(options?: GammaOptions | null): Next;
}
