/**
 * `extend` as a method of pipelines; `Next` is the type of the pipeline after it. Written by `npm run docs` from
 * the registries; do not edit.
 */
import type { ColorInput } from '../color.ts';

/** Options of `extend`. */
export interface ExtendOptions {
  /** Rows to add above. A whole number from 0 to 10000, in pixels; 0 unless given. */
  readonly top?: number | null | undefined;
  /** Rows to add below. A whole number from 0 to 10000, in pixels; 0 unless given. */
  readonly bottom?: number | null | undefined;
  /** Columns to add on the left. A whole number from 0 to 10000, in pixels; 0 unless given. */
  readonly left?: number | null | undefined;
  /** Columns to add on the right. A whole number from 0 to 10000, in pixels; 0 unless given. */
  readonly right?: number | null | undefined;
  /**
   * New pixels: the background colour, copies of the edge (copy), the picture again (repeat), or the picture
   * mirrored (mirror). One of background, copy, repeat, mirror; "background" unless given.
   */
  readonly extendWith?: 'background' | 'copy' | 'repeat' | 'mirror' | null | undefined;
  /**
   * Colour of the new pixels. A coloured one makes gray pictures RGB, a transparent one adds alpha. A colour
   * such as ff8800, #f80, orange, [255, 136, 0] or { r: 255, g: 136, b: 0, alpha: 0.5 }, alpha from 0 to 1;
   * "black" unless given.
   */
  readonly background?: ColorInput | null | undefined;
}

export interface ExtendMethods<Next> {
  /**
   * Add pixels around the picture.
   *
   * @param top Rows to add above. A whole number from 0 to 10000, in pixels; 0 unless given.
   * @param right Columns to add on the right. A whole number from 0 to 10000, in pixels; 0 unless given.
   * @param bottom Rows to add below. A whole number from 0 to 10000, in pixels; 0 unless given.
   * @param left Columns to add on the left. A whole number from 0 to 10000, in pixels; 0 unless given.
   * @param extendWith New pixels: the background colour, copies of the edge (copy), the picture again (repeat),
   * or the picture mirrored (mirror). One of background, copy, repeat, mirror; "background" unless given.
   * @param background Colour of the new pixels. A coloured one makes gray pictures RGB, a transparent one adds
   * alpha. A colour such as ff8800, #f80, orange, [255, 136, 0] or { r: 255, g: 136, b: 0, alpha: 0.5 }, alpha
   * from 0 to 1; "black" unless given.
   */
  extend(top?: number | null, right?: number | null, bottom?: number | null, left?: number | null, extendWith?: 'background' | 'copy' | 'repeat' | 'mirror' | null, background?: ColorInput | null): Next;
  /**
   * Add pixels around the picture.
   *
   * @param top Rows to add above. A whole number from 0 to 10000, in pixels; 0 unless given.
   * @param right Columns to add on the right. A whole number from 0 to 10000, in pixels; 0 unless given.
   * @param bottom Rows to add below. A whole number from 0 to 10000, in pixels; 0 unless given.
   * @param left Columns to add on the left. A whole number from 0 to 10000, in pixels; 0 unless given.
   * @param extendWith New pixels: the background colour, copies of the edge (copy), the picture again (repeat),
   * or the picture mirrored (mirror). One of background, copy, repeat, mirror; "background" unless given.
   */
  extend(top?: number | null, right?: number | null, bottom?: number | null, left?: number | null, extendWith?: 'background' | 'copy' | 'repeat' | 'mirror' | null, options?: ExtendOptions | null): Next;
  /**
   * Add pixels around the picture.
   *
   * @param top Rows to add above. A whole number from 0 to 10000, in pixels; 0 unless given.
   * @param right Columns to add on the right. A whole number from 0 to 10000, in pixels; 0 unless given.
   * @param bottom Rows to add below. A whole number from 0 to 10000, in pixels; 0 unless given.
   * @param left Columns to add on the left. A whole number from 0 to 10000, in pixels; 0 unless given.
   */
  extend(top?: number | null, right?: number | null, bottom?: number | null, left?: number | null, options?: ExtendOptions | null): Next;
  /**
   * Add pixels around the picture.
   *
   * @param top Rows to add above. A whole number from 0 to 10000, in pixels; 0 unless given.
   * @param right Columns to add on the right. A whole number from 0 to 10000, in pixels; 0 unless given.
   * @param bottom Rows to add below. A whole number from 0 to 10000, in pixels; 0 unless given.
   */
  extend(top?: number | null, right?: number | null, bottom?: number | null, options?: ExtendOptions | null): Next;
  /**
   * Add pixels around the picture.
   *
   * @param top Rows to add above. A whole number from 0 to 10000, in pixels; 0 unless given.
   * @param right Columns to add on the right. A whole number from 0 to 10000, in pixels; 0 unless given.
   */
  extend(top?: number | null, right?: number | null, options?: ExtendOptions | null): Next;
  /**
   * Add pixels around the picture.
   *
   * @param top Rows to add above. A whole number from 0 to 10000, in pixels; 0 unless given.
   */
  extend(top?: number | null, options?: ExtendOptions | null): Next;
  /** Add pixels around the picture. */
  extend(options?: ExtendOptions | null): Next;
}
