/**
 * `greyscale` as a method of pipelines; `Next` is the type of the pipeline after it. Written by `npm run docs`
 * from the registries; do not edit.
 */

/** Options of `greyscale`. */
export interface GreyscaleOptions {
  /**
   * Weights of red, green and blue: luma by ITU-R BT.601 or BT.709, or the luminance of linear light. One of
   * rec601, rec709, luminance; "rec601" unless given.
   */
  readonly method?: 'rec601' | 'rec709' | 'luminance' | null | undefined;
}

export interface GreyscaleMethods<Next> {
  /**
   * Turn colours into shades of gray.
   *
   * @param method Weights of red, green and blue: luma by ITU-R BT.601 or BT.709, or the luminance of linear
   * light. One of rec601, rec709, luminance; "rec601" unless given.
   */
  greyscale(method?: 'rec601' | 'rec709' | 'luminance' | null): Next;
  /** Turn colours into shades of gray. */
  greyscale(options?: GreyscaleOptions | null): Next;
  /**
   * Turn colours into shades of gray.
   *
   * @param apply `false` leaves the step out, as in sharp.
   */
  greyscale(apply: boolean): Next;
  /** The same as `greyscale`. Turn colours into shades of gray. */
  grayscale: GreyscaleMethods<Next>['greyscale'];
  /** The same as `greyscale`. Turn colours into shades of gray. */
  gray: GreyscaleMethods<Next>['greyscale'];
  /** The same as `greyscale`. Turn colours into shades of gray. */
  grey: GreyscaleMethods<Next>['greyscale'];
}
