/**
 * `highlights` as a method of pipelines; `Next` is the type of the pipeline after it. Written by `npm run docs`
 * from the registries; do not edit.
 */

/** Options of `highlights`. */
export interface HighlightsOptions {
  /**
   * Below 0 darkens, above 0 brightens. 1 and -1 change white by one stop. A number from -1 to 1; 0 unless
   * given.
   */
  readonly amount?: number | null | undefined;
}

export interface HighlightsMethods<Next> {
  /**
   * Darken or brighten the bright parts.
   *
   * @param amount Below 0 darkens, above 0 brightens. 1 and -1 change white by one stop. A number from -1 to 1;
   * 0 unless given.
   */
  highlights(amount?: number | null): Next;
  /** Darken or brighten the bright parts. */
  highlights(options?: HighlightsOptions | null): Next;
}
