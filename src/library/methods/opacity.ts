/** `opacity` as a method of pipelines. Written by `npm run docs` from the registries; do not edit. */
import type { Pipeline } from '../pipeline.ts';

/** Options of `opacity`. */
export interface OpacityOptions {
  /** Factor for alpha: 0 makes everything transparent, 1 changes nothing. A number from 0 to 1; 1 unless given. */
  readonly opacity?: number | undefined;
}

export interface OpacityMethods {
  /**
   * Make the picture more transparent.
   *
   * @param opacity Factor for alpha: 0 makes everything transparent, 1 changes nothing. A number from 0 to 1; 1
   * unless given.
   */
  opacity(opacity?: number): Pipeline;
  /** Make the picture more transparent. */
  opacity(options?: OpacityOptions): Pipeline;
}
