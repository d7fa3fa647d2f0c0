/**
 * `vibrance` as a method of pipelines; `Next` is the type of the pipeline after it. Written by `npm run docs`
 * from the registries; do not edit.
 */

/** Options of `vibrance`. */
export interface VibranceOptions {
  /** Above 0 makes pale colours stronger, below 0 weaker. A number from -1 to 1; 0 unless given. */
  readonly amount?: number | null | undefined;
}

export interface VibranceMethods<Next> {
  /**
   * Make pale colours stronger and leave strong ones.
   *
   * @param amount Above 0 makes pale colours stronger, below 0 weaker. A number from -1 to 1; 0 unless given.
   */
  vibrance(amount?: number | null): Next;
  /** Make pale colours stronger and leave strong ones. */
  vibrance(options?: VibranceOptions | null): Next;
}
