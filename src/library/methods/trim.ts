/**
 * `trim` as a method of pipelines; `Next` is the type of the pipeline after it. Written by `npm run docs` from
 * the registries; do not edit.
 */
import type { ColorInput } from '../color.ts';

/** Options of `trim`. */
export interface TrimOptions {
  /**
   * Largest difference from the background that is still cut away. 8-bit levels for every pixel type. A number
   * from 0 to 255, in 8-bit levels; 10 unless given.
   */
  readonly threshold?: number | undefined;
  /**
   * Colour to cut away; by default that of the upper left pixel. A colour such as ff8800, #f80, orange, [255,
   * 136, 0] or { r: 255, g: 136, b: 0, alpha: 0.5 }, alpha from 0 to 1.
   */
  readonly background?: ColorInput | undefined;
  /** Pixels of background to keep on each side. A whole number from 0 to 16384, in pixels; 0 unless given. */
  readonly margin?: number | undefined;
  /**
   * Count single pixels as content. Otherwise the median of 3 x 3 pixels is compared, which ignores noise. True
   * or false; false unless given.
   */
  readonly lineArt?: boolean | undefined;
}

export interface TrimMethods<Next> {
  /**
   * Cut away the background around the content of the picture.
   *
   * @param threshold Largest difference from the background that is still cut away. 8-bit levels for every pixel
   * type. A number from 0 to 255, in 8-bit levels; 10 unless given.
   * @param background Colour to cut away; by default that of the upper left pixel. A colour such as ff8800,
   * #f80, orange, [255, 136, 0] or { r: 255, g: 136, b: 0, alpha: 0.5 }, alpha from 0 to 1.
   * @param margin Pixels of background to keep on each side. A whole number from 0 to 16384, in pixels; 0 unless
   * given.
   * @param lineArt Count single pixels as content. Otherwise the median of 3 x 3 pixels is compared, which
   * ignores noise. True or false; false unless given.
   */
  trim(threshold?: number, background?: ColorInput, margin?: number, lineArt?: boolean): Next;
  /**
   * Cut away the background around the content of the picture.
   *
   * @param threshold Largest difference from the background that is still cut away. 8-bit levels for every pixel
   * type. A number from 0 to 255, in 8-bit levels; 10 unless given.
   * @param background Colour to cut away; by default that of the upper left pixel. A colour such as ff8800,
   * #f80, orange, [255, 136, 0] or { r: 255, g: 136, b: 0, alpha: 0.5 }, alpha from 0 to 1.
   * @param margin Pixels of background to keep on each side. A whole number from 0 to 16384, in pixels; 0 unless
   * given.
   */
  trim(threshold?: number, background?: ColorInput, margin?: number, options?: TrimOptions): Next;
  /**
   * Cut away the background around the content of the picture.
   *
   * @param threshold Largest difference from the background that is still cut away. 8-bit levels for every pixel
   * type. A number from 0 to 255, in 8-bit levels; 10 unless given.
   * @param background Colour to cut away; by default that of the upper left pixel. A colour such as ff8800,
   * #f80, orange, [255, 136, 0] or { r: 255, g: 136, b: 0, alpha: 0.5 }, alpha from 0 to 1.
   */
  trim(threshold?: number, background?: ColorInput, options?: TrimOptions): Next;
  /**
   * Cut away the background around the content of the picture.
   *
   * @param threshold Largest difference from the background that is still cut away. 8-bit levels for every pixel
   * type. A number from 0 to 255, in 8-bit levels; 10 unless given.
   */
  trim(threshold?: number, options?: TrimOptions): Next;
  /** Cut away the background around the content of the picture. */
  trim(options?: TrimOptions): Next;
}
