/**
 * `shadows` as a method of pipelines; `Next` is the type of the pipeline after it. Written by `npm run docs`
 * from the registries; do not edit.
 */

/** Options of `shadows`. */
export interface ShadowsOptions {
  /**
   * Above 0 brightens, below 0 darkens. 1 and -1 change the darkest tones by two stops. A number from -1 to 1; 0
   * unless given.
   */
  readonly amount?: number | null | undefined;
}

export interface ShadowsMethods<Next> {
  /**
   * Brighten or darken the dark parts.
   *
   * @param amount Above 0 brightens, below 0 darkens. 1 and -1 change the darkest tones by two stops. A number
   * from -1 to 1; 0 unless given.
   */
  shadows(amount?: number | null): Next;
  /** Brighten or darken the dark parts. */
  shadows(options?: ShadowsOptions | null): Next;
}
