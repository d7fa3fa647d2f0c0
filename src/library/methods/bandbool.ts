/** `bandbool` as a method of pipelines. Written by `npm run docs` from the registries; do not edit. */
import type { Pipeline } from '../pipeline.ts';

/** Options of `bandbool`. */
export interface BandboolOptions {
  /** What is done to the bits of the channels: all, any, or an odd number of them. One of and, or, eor. */
  readonly operator: 'and' | 'or' | 'eor';
}

export interface BandboolMethods {
  /**
   * Combine the bits of all channels to a gray picture.
   *
   * @param operator What is done to the bits of the channels: all, any, or an odd number of them. One of and,
   * or, eor.
   */
  bandbool(operator: 'and' | 'or' | 'eor'): Pipeline;
  /** Combine the bits of all channels to a gray picture. */
  bandbool(options: BandboolOptions): Pipeline;
}
