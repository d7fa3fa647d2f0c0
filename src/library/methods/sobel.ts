/**
 * `sobel` as a method of pipelines; `Next` is the type of the pipeline after it. Written by `npm run docs` from
 * the registries; do not edit.
 */

/** Options of `sobel`. */
export interface SobelOptions {
  /**
   * The gradient whatever its direction, or how fast colours change along x or along y, whatever the sign. One
   * of both, x, y; "both" unless given.
   */
  readonly direction?: 'both' | 'x' | 'y' | undefined;
}

export interface SobelMethods<Next> {
  /**
   * Show edges: how fast colours change, by the Sobel filter.
   *
   * @param direction The gradient whatever its direction, or how fast colours change along x or along y,
   * whatever the sign. One of both, x, y; "both" unless given.
   */
  sobel(direction?: 'both' | 'x' | 'y'): Next;
  /** Show edges: how fast colours change, by the Sobel filter. */
  sobel(options?: SobelOptions): Next;
}
