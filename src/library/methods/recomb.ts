/**
 * `recomb` as a method of pipelines; `Next` is the type of the pipeline after it. Written by `npm run docs` from
 * the registries; do not edit.
 */

/** Options of `recomb`. */
export interface RecombOptions {
  /**
   * Nine factors, row by row, or three rows of three. The rows make red, green and blue. 9 numbers, each from
   * -1000000 to 1000000, or 3 rows of 3 numbers, each from -1000000 to 1000000.
   */
  readonly matrix: readonly number[] | readonly (readonly number[])[];
}

export interface RecombMethods<Next> {
  /**
   * Mix red, green and blue by a 3x3 matrix.
   *
   * @param matrix Nine factors, row by row, or three rows of three. The rows make red, green and blue. 9
   * numbers, each from -1000000 to 1000000, or 3 rows of 3 numbers, each from -1000000 to 1000000.
   */
  recomb(matrix: readonly number[] | readonly (readonly number[])[]): Next;
  /** Mix red, green and blue by a 3x3 matrix. */
  recomb(options: RecombOptions): Next;
}
