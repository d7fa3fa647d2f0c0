/**
 * `normalise` as a method of pipelines; `Next` is the type of the pipeline after it. Written by `npm run docs`
 * from the registries; do not edit.
 */

/** Options of `normalise`. */
export interface NormaliseOptions {
  /**
   * Percentile of lightness that becomes black, rounded to hundredths. Darker pixels are cut off. A number from
   * 0 to 99, in percent; 1 unless given.
   */
  readonly lower?: number | null | undefined;
  /**
   * Percentile of lightness that becomes white, rounded to hundredths. Brighter pixels are cut off. A number
   * from 1 to 100, in percent; 99 unless given.
   */
  readonly upper?: number | null | undefined;
}

export interface NormaliseMethods<Next> {
  /**
   * Stretch lightness to the full range from black to white.
   *
   * @param lower Percentile of lightness that becomes black, rounded to hundredths. Darker pixels are cut off. A
   * number from 0 to 99, in percent; 1 unless given.
   * @param upper Percentile of lightness that becomes white, rounded to hundredths. Brighter pixels are cut off.
   * A number from 1 to 100, in percent; 99 unless given.
   */
  normalise(lower?: number | null, upper?: number | null): Next;
  /**
   * Stretch lightness to the full range from black to white.
   *
   * @param lower Percentile of lightness that becomes black, rounded to hundredths. Darker pixels are cut off. A
   * number from 0 to 99, in percent; 1 unless given.
   */
  normalise(lower?: number | null, options?: NormaliseOptions | null): Next;
  /** Stretch lightness to the full range from black to white. */
  normalise(options?: NormaliseOptions | null): Next;
  /** The same as `normalise`. Stretch lightness to the full range from black to white. */
  normalize: NormaliseMethods<Next>['normalise'];
}
