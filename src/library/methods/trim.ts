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
  readonly threshold?: number | null | undefined;
  /**
   * Colour to cut away; by default that of the upper left pixel. A colour such as ff8800, #f80, orange, [255,
   * 136, 0] or { r: 255, g: 136, b: 0, alpha: 0.5 }, alpha from 0 to 1.
   */
  readonly background?: ColorInput | null | undefined;
  /** Pixels of background to keep on each side. A whole number from 0 to 16384, in pixels; 0 unless given. */
  readonly margin?: number | null | undefined;
  /**
   * Count single pixels as content. Otherwise the median of 3 x 3 pixels is compared, which ignores noise. True
   * or false; false unless given.
   */
  readonly lineArt?: boolean | null | undefined;
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
  trim(threshold?: number | null, background?: ColorInput | null, margin?: number | null, lineArt?: boolean | null): Next;
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
  trim(threshold?: number | null, background?: ColorInput | null, margin?: number | null, options?: TrimOptions | null): Next;
  /**
   * Cut away the background around the content of the picture.
   *
   * @param threshold Largest difference from the background that is still cut away. 8-bit levels for every pixel
   * type. A number from 0 to 255, in 8-bit levels; 10 unless given.
   * @param background Colour to cut away; by default that of the upper left pixel. A colour such as ff8800,
   * #f80, orange, [255, 136, 0] or { r: 255, g: 136, b: 0, alpha: 0.5 }, alpha from 0 to 1.
   */
  trim(threshold?: number | null, background?: ColorInput | null, options?: TrimOptions | null): Next;
  /**
   * Cut away the background around the content of the picture.
   *
   * @param threshold Largest difference from the background that is still cut away. 8-bit levels for every pixel
   * type. A number from 0 to 255, in 8-bit levels; 10 unless given.
   */
  trim(threshold?: number | null, options?: TrimOptions | null): Next;
  /** Cut away the background around the content of the picture. */
  trim(options?: TrimOptions | null): Next;
}
