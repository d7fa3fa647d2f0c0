/**
 * `negate` as a method of pipelines; `Next` is the type of the pipeline after it. Written by `npm run docs` from
 * the registries; do not edit.
 */

/** Options of `negate`. */
export interface NegateOptions {
  /** Negate alpha as well, so that opaque pixels become transparent. True or false; true unless given. */
  readonly alpha?: boolean | null | undefined;
}

export interface NegateMethods<Next> {
  /**
   * Turn the picture into its negative.
   *
   * @param alpha Negate alpha as well, so that opaque pixels become transparent. True or false; true unless
   * given.
   */
  negate(alpha?: boolean | null): Next;
  /** Turn the picture into its negative. */
  negate(options?: NegateOptions | null): Next;
  /** The same as `negate`. Turn the picture into its negative. */
  invert: NegateMethods<Next>['negate'];
}
