/**
 * `brightness` as a method of pipelines; `Next` is the type of the pipeline after it. Written by `npm run docs`
 * from the registries; do not edit.
 */

/** Options of `brightness`. */
export interface BrightnessOptions {
  /** Factor for every colour sample: 0 makes black, 1 changes nothing. A number from 0 to 1000; 1 unless given. */
  readonly factor?: number | null | undefined;
}

export interface BrightnessMethods<Next> {
  /**
   * Make the picture brighter or darker by a factor.
   *
   * @param factor Factor for every colour sample: 0 makes black, 1 changes nothing. A number from 0 to 1000; 1
   * unless given.
   */
  brightness(factor?: number | null): Next;
  /** Make the picture brighter or darker by a factor. */
  brightness(options?: BrightnessOptions | null): Next;
}
