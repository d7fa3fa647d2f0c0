/**
 * `canny` as a method of pipelines; `Next` is the type of the pipeline after it. Written by `npm run docs` from
 * the registries; do not edit.
 */

/** Options of `canny`. */
export interface CannyOptions {
  /**
   * Standard deviation of the Gaussian that smooths the picture first; 0 for none. A number from 0 to 10, in
   * pixels; 1 unless given.
   */
  readonly sigma?: number | null | undefined;
  /**
   * Smallest gradient of a pixel that continues an edge. A step from black to white has 4 without smoothing. A
   * number from 0 to 4; 0.1 unless given.
   */
  readonly low?: number | null | undefined;
  /**
   * Smallest gradient of a pixel that starts an edge. A step from black to white has 4 without smoothing. A
   * number from 0 to 4; 0.2 unless given.
   */
  readonly high?: number | null | undefined;
}

export interface CannyMethods<Next> {
  /**
   * Draw edges as white lines on black with Canny's detector.
   *
   * @param sigma Standard deviation of the Gaussian that smooths the picture first; 0 for none. A number from 0
   * to 10, in pixels; 1 unless given.
   * @param low Smallest gradient of a pixel that continues an edge. A step from black to white has 4 without
   * smoothing. A number from 0 to 4; 0.1 unless given.
   * @param high Smallest gradient of a pixel that starts an edge. A step from black to white has 4 without
   * smoothing. A number from 0 to 4; 0.2 unless given.
   */
  canny(sigma?: number | null, low?: number | null, high?: number | null): Next;
  /**
   * Draw edges as white lines on black with Canny's detector.
   *
   * @param sigma Standard deviation of the Gaussian that smooths the picture first; 0 for none. A number from 0
   * to 10, in pixels; 1 unless given.
   * @param low Smallest gradient of a pixel that continues an edge. A step from black to white has 4 without
   * smoothing. A number from 0 to 4; 0.1 unless given.
   */
  canny(sigma?: number | null, low?: number | null, options?: CannyOptions | null): Next;
  /**
   * Draw edges as white lines on black with Canny's detector.
   *
   * @param sigma Standard deviation of the Gaussian that smooths the picture first; 0 for none. A number from 0
   * to 10, in pixels; 1 unless given.
   */
  canny(sigma?: number | null, options?: CannyOptions | null): Next;
  /** Draw edges as white lines on black with Canny's detector. */
  canny(options?: CannyOptions | null): Next;
}
