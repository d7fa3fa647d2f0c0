/** `negate` as a method of pipelines. Written by `npm run docs` from the registries; do not edit. */
import type { Pipeline } from '../pipeline.ts';

/** Options of `negate`. */
export interface NegateOptions {
  /** Negate the alpha channel as well. True or false; true unless given. */
  readonly alpha?: boolean | undefined;
}

export interface NegateMethods {
  /**
   * Turn the picture into its negative.
   *
   * @param alpha Negate the alpha channel as well. True or false; true unless given.
   */
  negate(alpha?: boolean): Pipeline;
  /** Turn the picture into its negative. */
  negate(options?: NegateOptions): Pipeline;
  /** The same as `negate`. Turn the picture into its negative. */
  invert: NegateMethods['negate'];
}
