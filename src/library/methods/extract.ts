/**
 * `extract` as a method of pipelines; `Next` is the type of the pipeline after it. Written by `npm run docs`
 * from the registries; do not edit.
 */

/** Options of `extract`. */
export interface ExtractOptions {
  /** Columns to the left of the rectangle. A whole number from 0 to 1000000, in pixels. */
  readonly left: number;
  /** Rows above the rectangle. A whole number from 0 to 1000000, in pixels. */
  readonly top: number;
  /** Columns of the rectangle. A whole number from 1 to 1000000, in pixels. */
  readonly width: number;
  /** Rows of the rectangle. A whole number from 1 to 1000000, in pixels. */
  readonly height: number;
}

export interface ExtractMethods<Next> {
  /**
   * Crop: cut a rectangle out of the picture.
   *
   * @param left Columns to the left of the rectangle. A whole number from 0 to 1000000, in pixels.
   * @param top Rows above the rectangle. A whole number from 0 to 1000000, in pixels.
   * @param width Columns of the rectangle. A whole number from 1 to 1000000, in pixels.
   * @param height Rows of the rectangle. A whole number from 1 to 1000000, in pixels.
   */
  extract(left: number, top: number, width: number, height: number): Next;
  /**
   * Crop: cut a rectangle out of the picture.
   *
   * @param left Columns to the left of the rectangle. A whole number from 0 to 1000000, in pixels.
   * @param top Rows above the rectangle. A whole number from 0 to 1000000, in pixels.
   * @param width Columns of the rectangle. A whole number from 1 to 1000000, in pixels.
   */
  extract(left: number, top: number, width: number, options: Omit<ExtractOptions, 'left' | 'top' | 'width'>): Next;
  /**
   * Crop: cut a rectangle out of the picture.
   *
   * @param left Columns to the left of the rectangle. A whole number from 0 to 1000000, in pixels.
   * @param top Rows above the rectangle. A whole number from 0 to 1000000, in pixels.
   */
  extract(left: number, top: number, options: Omit<ExtractOptions, 'left' | 'top'>): Next;
  /**
   * Crop: cut a rectangle out of the picture.
   *
   * @param left Columns to the left of the rectangle. A whole number from 0 to 1000000, in pixels.
   */
  extract(left: number, options: Omit<ExtractOptions, 'left'>): Next;
  /** Crop: cut a rectangle out of the picture. */
  extract(options: ExtractOptions): Next;
}
