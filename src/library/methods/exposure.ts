/**
 * `exposure` as a method of pipelines; `Next` is the type of the pipeline after it. Written by `npm run docs`
 * from the registries; do not edit.
 */

/** Options of `exposure`. */
export interface ExposureOptions {
  /** Each stop doubles the light; each negative one halves it. A number from -10 to 10, in stops; 0 unless given. */
  readonly stops?: number | null | undefined;
}

export interface ExposureMethods<Next> {
  /**
   * Brighten or darken by stops, in linear light.
   *
   * @param stops Each stop doubles the light; each negative one halves it. A number from -10 to 10, in stops; 0
   * unless given.
   */
  exposure(stops?: number | null): Next;
  /** Brighten or darken by stops, in linear light. */
  exposure(options?: ExposureOptions | null): Next;
}
