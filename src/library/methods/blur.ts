/**
 * `blur` as a method of pipelines; `Next` is the type of the pipeline after it. Written by `npm run docs` from
 * the registries; do not edit.
 */

/** Options of `blur`. */
export interface BlurOptions {
  /** Standard deviation of the Gaussian: larger is softer. A number from 0.3 to 1000, in pixels; 1 unless given. */
  readonly sigma?: number | null | undefined;
  /**
   * Average the samples as they are stored (srgb), or the light that they stand for (linear). One of srgb,
   * linear; "srgb" unless given.
   */
  readonly light?: 'srgb' | 'linear' | null | undefined;
}

export interface BlurMethods<Next> {
  /**
   * Blur the picture with a Gaussian.
   *
   * @param sigma Standard deviation of the Gaussian: larger is softer. A number from 0.3 to 1000, in pixels; 1
   * unless given.
   */
  blur(sigma?: number | null, options?: BlurOptions | null): Next;
  /** Blur the picture with a Gaussian. */
  blur(options?: BlurOptions | null): Next;
  /**
   * Blur the picture with a Gaussian.
   *
   * @param apply `false` leaves the step out, as in sharp.
   */
  blur(apply: boolean): Next;
  /** The same as `blur`. Blur the picture with a Gaussian. */
  gaussianBlur: BlurMethods<Next>['blur'];
}
