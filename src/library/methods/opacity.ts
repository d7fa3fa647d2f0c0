/**
 * `opacity` as a method of pipelines; `Next` is the type of the pipeline after it. Written by `npm run docs`
 * from the registries; do not edit.
 */

/** Options of `opacity`. */
export interface OpacityOptions {
  /** Factor for alpha: 0 makes everything transparent, 1 changes nothing. A number from 0 to 1; 1 unless given. */
  readonly opacity?: number | null | undefined;
}

export interface OpacityMethods<Next> {
  /**
   * Make the picture more transparent.
   *
   * @param opacity Factor for alpha: 0 makes everything transparent, 1 changes nothing. A number from 0 to 1; 1
   * unless given.
   */
  opacity(opacity?: number | null): Next;
  /** Make the picture more transparent. */
  opacity(options?: OpacityOptions | null): Next;
}
