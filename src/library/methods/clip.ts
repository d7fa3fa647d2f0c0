/** `clip` as a method of pipelines. Written by `npm run docs` from the registries; do not edit. */
import type { Pipeline } from '../pipeline.ts';

/** Options of `clip`. */
export interface ClipOptions {
  /** Lowest value; 0 by default. A number from -1000000000 to 1000000000, in levels. */
  readonly min?: number | undefined;
  /**
   * Highest value; by default 255 on u8, 65535 on u16, 1 on f32. A number from -1000000000 to 1000000000, in
   * levels.
   */
  readonly max?: number | undefined;
}

export interface ClipMethods {
  /**
   * Limit every colour sample to a range.
   *
   * @param min Lowest value; 0 by default. A number from -1000000000 to 1000000000, in levels.
   * @param max Highest value; by default 255 on u8, 65535 on u16, 1 on f32. A number from -1000000000 to
   * 1000000000, in levels.
   */
  clip(min?: number, max?: number): Pipeline;
  /**
   * Limit every colour sample to a range.
   *
   * @param min Lowest value; 0 by default. A number from -1000000000 to 1000000000, in levels.
   */
  clip(min?: number, options?: ClipOptions): Pipeline;
  /** Limit every colour sample to a range. */
  clip(options?: ClipOptions): Pipeline;
  /** The same as `clip`. Limit every colour sample to a range. */
  clamp: ClipMethods['clip'];
}
