/** `normalise` as a method of pipelines. Written by `npm run docs` from the registries; do not edit. */
import type { Pipeline } from '../pipeline.ts';

/** Options of `normalise`. */
export interface NormaliseOptions {
  /**
   * Part of the pixels that may become darker than black, to the hundredth. A number from 0 to 99, in percent; 1
   * unless given.
   */
  readonly lower?: number | undefined;
  /**
   * Part of the pixels that may not become brighter than white, to the hundredth. A number from 1 to 100, in
   * percent; 99 unless given.
   */
  readonly upper?: number | undefined;
}

export interface NormaliseMethods {
  /**
   * Stretch brightness to the full range from black to white.
   *
   * @param lower Part of the pixels that may become darker than black, to the hundredth. A number from 0 to 99,
   * in percent; 1 unless given.
   * @param upper Part of the pixels that may not become brighter than white, to the hundredth. A number from 1
   * to 100, in percent; 99 unless given.
   */
  normalise(lower?: number, upper?: number): Pipeline;
  /**
   * Stretch brightness to the full range from black to white.
   *
   * @param lower Part of the pixels that may become darker than black, to the hundredth. A number from 0 to 99,
   * in percent; 1 unless given.
   */
  normalise(lower?: number, options?: NormaliseOptions): Pipeline;
  /** Stretch brightness to the full range from black to white. */
  normalise(options?: NormaliseOptions): Pipeline;
  /** The same as `normalise`. Stretch brightness to the full range from black to white. */
  normalize: NormaliseMethods['normalise'];
}
