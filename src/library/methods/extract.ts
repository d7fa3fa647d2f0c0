/** `extract` as a method of pipelines. Written by `npm run docs` from the registries; do not edit. */
import type { Pipeline } from '../pipeline.ts';

/** Options of `extract`. */
export interface ExtractOptions {
  /** Columns to leave out in front of the rectangle. A whole number from 0 to 1000000, in pixels. */
  readonly left: number;
  /** Rows to leave out above the rectangle. A whole number from 0 to 1000000, in pixels. */
  readonly top: number;
  /** Columns of the rectangle. A whole number from 1 to 1000000, in pixels. */
  readonly width: number;
  /** Rows of the rectangle. A whole number from 1 to 1000000, in pixels. */
  readonly height: number;
}

export interface ExtractMethods {
  /**
   * Cut a rectangle out of the picture.
   *
   * @param left Columns to leave out in front of the rectangle. A whole number from 0 to 1000000, in pixels.
   * @param top Rows to leave out above the rectangle. A whole number from 0 to 1000000, in pixels.
   * @param width Columns of the rectangle. A whole number from 1 to 1000000, in pixels.
   * @param height Rows of the rectangle. A whole number from 1 to 1000000, in pixels.
   */
  extract(left: number, top: number, width: number, height: number): Pipeline;
  /**
   * Cut a rectangle out of the picture.
   *
   * @param left Columns to leave out in front of the rectangle. A whole number from 0 to 1000000, in pixels.
   * @param top Rows to leave out above the rectangle. A whole number from 0 to 1000000, in pixels.
   * @param width Columns of the rectangle. A whole number from 1 to 1000000, in pixels.
   */
  extract(left: number, top: number, width: number, options: Omit<ExtractOptions, 'left' | 'top' | 'width'>): Pipeline;
  /**
   * Cut a rectangle out of the picture.
   *
   * @param left Columns to leave out in front of the rectangle. A whole number from 0 to 1000000, in pixels.
   * @param top Rows to leave out above the rectangle. A whole number from 0 to 1000000, in pixels.
   */
  extract(left: number, top: number, options: Omit<ExtractOptions, 'left' | 'top'>): Pipeline;
  /**
   * Cut a rectangle out of the picture.
   *
   * @param left Columns to leave out in front of the rectangle. A whole number from 0 to 1000000, in pixels.
   */
  extract(left: number, options: Omit<ExtractOptions, 'left'>): Pipeline;
  /** Cut a rectangle out of the picture. */
  extract(options: ExtractOptions): Pipeline;
}
