/**
 * `ensureAlpha` as a method of pipelines; `Next` is the type of the pipeline after it. Written by `npm run docs`
 * from the registries; do not edit.
 */

/** Options of `ensureAlpha`. */
export interface EnsureAlphaOptions {
  /** Opacity of the new channel: 0 is transparent, 1 opaque. A number from 0 to 1; 1 unless given. */
  readonly alpha?: number | null | undefined;
}

export interface EnsureAlphaMethods<Next> {
  /**
   * Add an alpha channel where there is none.
   *
   * @param alpha Opacity of the new channel: 0 is transparent, 1 opaque. A number from 0 to 1; 1 unless given.
   */
  ensureAlpha(alpha?: number | null): Next;
  /** Add an alpha channel where there is none. */
  ensureAlpha(options?: EnsureAlphaOptions | null): Next;
}
