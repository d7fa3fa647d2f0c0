/** `saturation` as a method of pipelines. Written by `npm run docs` from the registries; do not edit. */
import type { Pipeline } from '../pipeline.ts';

/** Options of `saturation`. */
export interface SaturationOptions {
  /**
   * Distance of every sample from luma is multiplied by it; 0 makes gray. A number from 0 to 100; 1 unless
   * given.
   */
  readonly factor?: number | undefined;
}

export interface SaturationMethods {
  /**
   * Make colours stronger or weaker, luma kept.
   *
   * @param factor Distance of every sample from luma is multiplied by it; 0 makes gray. A number from 0 to 100;
   * 1 unless given.
   */
  saturation(factor?: number): Pipeline;
  /** Make colours stronger or weaker, luma kept. */
  saturation(options?: SaturationOptions): Pipeline;
  /** The same as `saturation`. Make colours stronger or weaker, luma kept. */
  saturate: SaturationMethods['saturation'];
}
