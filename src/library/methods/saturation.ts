/**
 * `saturation` as a method of pipelines; `Next` is the type of the pipeline after it. Written by `npm run docs`
 * from the registries; do not edit.
 */

/** Options of `saturation`. */
export interface SaturationOptions {
  /**
   * Factor for the distance of every sample from luma: 0 makes gray, 1 changes nothing. A number from 0 to 100;
   * 1 unless given.
   */
  readonly factor?: number | null | undefined;
}

export interface SaturationMethods<Next> {
  /**
   * Make colours stronger or weaker, and keep luma.
   *
   * @param factor Factor for the distance of every sample from luma: 0 makes gray, 1 changes nothing. A number
   * from 0 to 100; 1 unless given.
   */
  saturation(factor?: number | null): Next;
  /** Make colours stronger or weaker, and keep luma. */
  saturation(options?: SaturationOptions | null): Next;
  /** The same as `saturation`. Make colours stronger or weaker, and keep luma. */
  saturate: SaturationMethods<Next>['saturation'];
}
