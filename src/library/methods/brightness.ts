/** `brightness` as a method of pipelines. Written by `npm run docs` from the registries; do not edit. */
import type { Pipeline } from '../pipeline.ts';

/** Options of `brightness`. */
export interface BrightnessOptions {
  /** Factor for every colour sample. A number from 0 to 1000; 1 unless given. */
  readonly factor?: number | undefined;
}

export interface BrightnessMethods {
  /**
   * Make the picture brighter or darker by a factor.
   *
   * @param factor Factor for every colour sample. A number from 0 to 1000; 1 unless given.
   */
  brightness(factor?: number): Pipeline;
  /** Make the picture brighter or darker by a factor. */
  brightness(options?: BrightnessOptions): Pipeline;
}
