/**
 * `convolve` as a method of pipelines; `Next` is the type of the pipeline after it. Written by `npm run docs`
 * from the registries; do not edit.
 */

/** Options of `convolve`. */
export interface ConvolveOptions {
  /** Columns of the kernel. A whole number from 1 to 31, in pixels. */
  readonly width: number;
  /** Rows of the kernel. A whole number from 1 to 31, in pixels. */
  readonly height: number;
  /**
   * Weights of the pixels around each one, row by row: width x height numbers. 1 to 961 numbers, each from
   * -1000000 to 1000000.
   */
  readonly kernel: readonly number[];
  /**
   * Divisor of the weighted sum. By default the sum of the weights, or 1 where that is 0 or less. A number from
   * 0.000001 to 1000000000.
   */
  readonly scale?: number | null | undefined;
  /**
   * Number to add to every colour sample after the division. A number from -1000000 to 1000000, in levels; 0
   * unless given.
   */
  readonly offset?: number | null | undefined;
}

export interface ConvolveMethods<Next> {
  /**
   * Mix each pixel with those around it by a matrix of weights.
   *
   * @param width Columns of the kernel. A whole number from 1 to 31, in pixels.
   * @param height Rows of the kernel. A whole number from 1 to 31, in pixels.
   * @param kernel Weights of the pixels around each one, row by row: width x height numbers. 1 to 961 numbers,
   * each from -1000000 to 1000000.
   * @param scale Divisor of the weighted sum. By default the sum of the weights, or 1 where that is 0 or less. A
   * number from 0.000001 to 1000000000.
   * @param offset Number to add to every colour sample after the division. A number from -1000000 to 1000000, in
   * levels; 0 unless given.
   */
  convolve(width: number, height: number, kernel: readonly number[], scale?: number | null, offset?: number | null): Next;
  /**
   * Mix each pixel with those around it by a matrix of weights.
   *
   * @param width Columns of the kernel. A whole number from 1 to 31, in pixels.
   * @param height Rows of the kernel. A whole number from 1 to 31, in pixels.
   * @param kernel Weights of the pixels around each one, row by row: width x height numbers. 1 to 961 numbers,
   * each from -1000000 to 1000000.
   * @param scale Divisor of the weighted sum. By default the sum of the weights, or 1 where that is 0 or less. A
   * number from 0.000001 to 1000000000.
   */
  convolve(width: number, height: number, kernel: readonly number[], scale?: number | null, options?: Omit<ConvolveOptions, 'width' | 'height' | 'kernel'> | null): Next;
  /**
   * Mix each pixel with those around it by a matrix of weights.
   *
   * @param width Columns of the kernel. A whole number from 1 to 31, in pixels.
   * @param height Rows of the kernel. A whole number from 1 to 31, in pixels.
   * @param kernel Weights of the pixels around each one, row by row: width x height numbers. 1 to 961 numbers,
   * each from -1000000 to 1000000.
   */
  convolve(width: number, height: number, kernel: readonly number[], options?: Omit<ConvolveOptions, 'width' | 'height' | 'kernel'> | null): Next;
  /**
   * Mix each pixel with those around it by a matrix of weights.
   *
   * @param width Columns of the kernel. A whole number from 1 to 31, in pixels.
   * @param height Rows of the kernel. A whole number from 1 to 31, in pixels.
   */
  convolve(width: number, height: number, options: Omit<ConvolveOptions, 'width' | 'height'>): Next;
  /**
   * Mix each pixel with those around it by a matrix of weights.
   *
   * @param width Columns of the kernel. A whole number from 1 to 31, in pixels.
   */
  convolve(width: number, options: Omit<ConvolveOptions, 'width'>): Next;
  /** Mix each pixel with those around it by a matrix of weights. */
  convolve(options: ConvolveOptions): Next;
}
