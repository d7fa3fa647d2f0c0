/**
 * `sobel` as a method of pipelines; `Next` is the type of the pipeline after it. Written by `npm run docs` from
 * the registries; do not edit.
 */

/** Options of `sobel`. */
export interface SobelOptions {
  /**
   * Gradient in every direction (both), or along x or y alone. Its sign does not count. One of both, x, y;
   * "both" unless given.
   */
  readonly direction?: 'both' | 'x' | 'y' | null | undefined;
}

export interface SobelMethods<Next> {
  /**
   * Show edges with the Sobel filter: the faster a colour changes, the brighter.
   *
   * @param direction Gradient in every direction (both), or along x or y alone. Its sign does not count. One of
   * both, x, y; "both" unless given.
   */
  sobel(direction?: 'both' | 'x' | 'y' | null): Next;
  /** Show edges with the Sobel filter: the faster a colour changes, the brighter. */
  sobel(options?: SobelOptions | null): Next;
}
