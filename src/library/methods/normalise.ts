/**
 * `normalise` as a method of pipelines; `Next` is the type of the pipeline after it. Written by `npm run docs`
 * from the registries; do not edit.
 */

/** Options of `normalise`. */
export interface NormaliseOptions {
  /**
   * Percentage of the pixels that may become darker than black, rounded to hundredths. A number from 0 to 99, in
   * percent; 1 unless given.
   */
  readonly lower?: number | undefined;
  /**
   * Percentage of the pixels that may not become brighter than white, rounded to hundredths. A number from 1 to
   * 100, in percent; 99 unless given.
   */
  readonly upper?: number | undefined;
}

export interface NormaliseMethods<Next> {
  /**
   * Stretch brightness to the full range from black to white.
   *
   * @param lower Percentage of the pixels that may become darker than black, rounded to hundredths. A number
   * from 0 to 99, in percent; 1 unless given.
   * @param upper Percentage of the pixels that may not become brighter than white, rounded to hundredths. A
   * number from 1 to 100, in percent; 99 unless given.
   */
  normalise(lower?: number, upper?: number): Next;
  /**
   * Stretch brightness to the full range from black to white.
   *
   * @param lower Percentage of the pixels that may become darker than black, rounded to hundredths. A number
   * from 0 to 99, in percent; 1 unless given.
   */
  normalise(lower?: number, options?: NormaliseOptions): Next;
  /** Stretch brightness to the full range from black to white. */
  normalise(options?: NormaliseOptions): Next;
  /** The same as `normalise`. Stretch brightness to the full range from black to white. */
  normalize: NormaliseMethods<Next>['normalise'];
}
