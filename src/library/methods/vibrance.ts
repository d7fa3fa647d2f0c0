/** `vibrance` as a method of pipelines. Written by `npm run docs` from the registries; do not edit. */
import type { Pipeline } from '../pipeline.ts';

/** Options of `vibrance`. */
export interface VibranceOptions {
  /** Above 0 makes pale colours stronger, below 0 weaker. A number from -1 to 1; 0 unless given. */
  readonly amount?: number | undefined;
}

export interface VibranceMethods {
  /**
   * Make pale colours stronger and leave strong ones.
   *
   * @param amount Above 0 makes pale colours stronger, below 0 weaker. A number from -1 to 1; 0 unless given.
   */
  vibrance(amount?: number): Pipeline;
  /** Make pale colours stronger and leave strong ones. */
  vibrance(options?: VibranceOptions): Pipeline;
}
