/**
 * `temperature` as a method of pipelines; `Next` is the type of the pipeline after it. Written by `npm run docs`
 * from the registries; do not edit.
 */

/** Options of `temperature`. */
export interface TemperatureOptions {
  /**
   * Above 0 is warmer, below 0 is cooler: 1 is the light of 4004 K, 0 that of 6504 K, -1 that of 17316 K. A
   * number from -1 to 1; 0 unless given.
   */
  readonly amount?: number | null | undefined;
}

export interface TemperatureMethods<Next> {
  /**
   * Make the light warmer or cooler.
   *
   * @param amount Above 0 is warmer, below 0 is cooler: 1 is the light of 4004 K, 0 that of 6504 K, -1 that of
   * 17316 K. A number from -1 to 1; 0 unless given.
   */
  temperature(amount?: number | null): Next;
  /** Make the light warmer or cooler. */
  temperature(options?: TemperatureOptions | null): Next;
}
