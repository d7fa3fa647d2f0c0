/**
 * `roundCorners` as a method of pipelines; `Next` is the type of the pipeline after it. Written by `npm run
 * docs` from the registries; do not edit.
 */
import type { ColorInput } from '../color.ts';

/** Options of `roundCorners`. */
export interface RoundCornersOptions {
  /**
   * Radius of all corners, or of each: top left, top right, bottom right, bottom left. A number from 0 to 10000,
   * or 4 such numbers, in pixels; 20 unless given.
   */
  readonly radius?: number | readonly number[] | null | undefined;
  /**
   * Colour of the corners that are cut off. A colour such as ff8800, #f80, orange, [255, 136, 0] or { r: 255, g:
   * 136, b: 0, alpha: 0.5 }, alpha from 0 to 1; "transparent" unless given.
   */
  readonly background?: ColorInput | null | undefined;
}

export interface RoundCornersMethods<Next> {
  /**
   * Round the corners of the picture.
   *
   * @param radius Radius of all corners, or of each: top left, top right, bottom right, bottom left. A number
   * from 0 to 10000, or 4 such numbers, in pixels; 20 unless given.
   * @param background Colour of the corners that are cut off. A colour such as ff8800, #f80, orange, [255, 136,
   * 0] or { r: 255, g: 136, b: 0, alpha: 0.5 }, alpha from 0 to 1; "transparent" unless given.
   */
  roundCorners(radius?: number | readonly number[] | null, background?: ColorInput | null): Next;
  /**
   * Round the corners of the picture.
   *
   * @param radius Radius of all corners, or of each: top left, top right, bottom right, bottom left. A number
   * from 0 to 10000, or 4 such numbers, in pixels; 20 unless given.
   */
  roundCorners(radius?: number | readonly number[] | null, options?: RoundCornersOptions | null): Next;
  /** Round the corners of the picture. */
  roundCorners(options?: RoundCornersOptions | null): Next;
}
