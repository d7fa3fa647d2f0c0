/**
 * `pixelate` as a method of pipelines; `Next` is the type of the pipeline after it. Written by `npm run docs`
 * from the registries; do not edit.
 */

/** Options of `pixelate`. */
export interface PixelateOptions {
  /** Width and height of a block. A whole number from 2 to 1000, in pixels; 8 unless given. */
  readonly size?: number | null | undefined;
}

export interface PixelateMethods<Next> {
  /**
   * Show the picture in square blocks of one colour each.
   *
   * @param size Width and height of a block. A whole number from 2 to 1000, in pixels; 8 unless given.
   */
  pixelate(size?: number | null): Next;
  /** Show the picture in square blocks of one colour each. */
  pixelate(options?: PixelateOptions | null): Next;
}
