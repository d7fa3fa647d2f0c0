/**
 * `sepia` as a method of pipelines; `Next` is the type of the pipeline after it. Written by `npm run docs` from
 * the registries; do not edit.
 */

/** Options of `sepia`. */
export interface SepiaOptions {
  /** Strength: 0 leaves colours as they are, 1 is full sepia. A number from 0 to 1; 1 unless given. */
  readonly amount?: number | null | undefined;
}

export interface SepiaMethods<Next> {
  /**
   * Give the picture the brown shades of an old photograph.
   *
   * @param amount Strength: 0 leaves colours as they are, 1 is full sepia. A number from 0 to 1; 1 unless given.
   */
  sepia(amount?: number | null): Next;
  /** Give the picture the brown shades of an old photograph. */
  sepia(options?: SepiaOptions | null): Next;
}
