/** `dilate` as a method of pipelines. Written by `npm run docs` from the registries; do not edit. */
import type { Pipeline } from '../pipeline.ts';

/** Options of `dilate`. */
export interface DilateOptions {
  /**
   * Pixels on each side of the middle one: the window is 2 x width + 1 pixels wide and high. A whole number from
   * 1 to 50, in pixels; 1 unless given.
   */
  readonly width?: number | undefined;
}

export interface DilateMethods {
  /**
   * Replace every sample by the largest one in a square around it.
   *
   * @param width Pixels on each side of the middle one: the window is 2 x width + 1 pixels wide and high. A
   * whole number from 1 to 50, in pixels; 1 unless given.
   */
  dilate(width?: number): Pipeline;
  /** Replace every sample by the largest one in a square around it. */
  dilate(options?: DilateOptions): Pipeline;
}
