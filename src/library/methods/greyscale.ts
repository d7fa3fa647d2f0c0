/** `greyscale` as a method of pipelines. Written by `npm run docs` from the registries; do not edit. */
import type { Pipeline } from '../pipeline.ts';

/** Options of `greyscale`. */
export interface GreyscaleOptions {
  /** How red, green and blue are weighed. One of rec601, rec709, luminance; "rec601" unless given. */
  readonly method?: 'rec601' | 'rec709' | 'luminance' | undefined;
}

export interface GreyscaleMethods {
  /**
   * Turn colours into shades of gray.
   *
   * @param method How red, green and blue are weighed. One of rec601, rec709, luminance; "rec601" unless given.
   */
  greyscale(method?: 'rec601' | 'rec709' | 'luminance'): Pipeline;
  /** Turn colours into shades of gray. */
  greyscale(options?: GreyscaleOptions): Pipeline;
  /** The same as `greyscale`. Turn colours into shades of gray. */
  grayscale: GreyscaleMethods['greyscale'];
  /** The same as `greyscale`. Turn colours into shades of gray. */
  gray: GreyscaleMethods['greyscale'];
  /** The same as `greyscale`. Turn colours into shades of gray. */
  grey: GreyscaleMethods['greyscale'];
}
