/**
 * `resize` as a method of pipelines; `Next` is the type of the pipeline after it. Written by `npm run docs` from
 * the registries; do not edit.
 */
import type { ColorInput } from '../color.ts';

/** Options of `resize`. */
export interface ResizeOptions {
  /**
   * Width of the result, in pixels or in percent of the input (50% or 50p). Without it, the height decides and
   * the proportions stay. A whole number from 1 to 16384 or a percentage such as 50% or 50p, in pixels.
   */
  readonly width?: number | string | null | undefined;
  /**
   * Height of the result, in pixels or in percent of the input (50% or 50p). Without it, the width decides and
   * the proportions stay. A whole number from 1 to 16384 or a percentage such as 50% or 50p, in pixels.
   */
  readonly height?: number | string | null | undefined;
  /**
   * How the picture fits two given sides. cover fills them and cuts off the rest; contain fits inside and adds
   * background; fill ignores the proportions; inside makes neither side larger than given, outside neither side
   * smaller. One of cover, contain, fill, inside, outside; "cover" unless given.
   */
  readonly fit?: 'cover' | 'contain' | 'fill' | 'inside' | 'outside' | null | undefined;
  /**
   * With cover, the part to keep; with contain, the place of the picture: a side, a corner, or a point
   * (fractions across and down). cover also takes entropy, the part with the most detail, and attention, the
   * part that draws the eye. One of centre, center, top, right top, right, right bottom, bottom, left bottom,
   * left, left top, north, northeast, east, southeast, south, southwest, west, northwest, entropy, attention, or
   * 2 numbers, each from 0 to 1, in fractions of width and height; "centre" unless given.
   */
  readonly position?: 'centre' | 'center' | 'top' | 'right top' | 'right' | 'right bottom' | 'bottom' | 'left bottom' | 'left' | 'left top' | 'north' | 'northeast' | 'east' | 'southeast' | 'south' | 'southwest' | 'west' | 'northwest' | 'entropy' | 'attention' | readonly number[] | null | undefined;
  /**
   * Resampling filter: how much each neighbouring pixel counts. One of lanczos3, lanczos2, mitchell, cubic,
   * linear, nearest, mks2013, mks2021; "lanczos3" unless given.
   */
  readonly kernel?: 'lanczos3' | 'lanczos2' | 'mitchell' | 'cubic' | 'linear' | 'nearest' | 'mks2013' | 'mks2021' | null | undefined;
  /**
   * Average the samples as they are stored (srgb), or the light that they stand for (linear). One of srgb,
   * linear; "srgb" unless given.
   */
  readonly light?: 'srgb' | 'linear' | null | undefined;
  /** Never make the picture larger. True or false; false unless given. */
  readonly withoutEnlargement?: boolean | null | undefined;
  /** Never make the picture smaller. True or false; false unless given. */
  readonly withoutReduction?: boolean | null | undefined;
  /**
   * Colour around the picture with contain. A colour such as ff8800, #f80, orange, [255, 136, 0] or { r: 255, g:
   * 136, b: 0, alpha: 0.5 }, alpha from 0 to 1; "black" unless given.
   */
  readonly background?: ColorInput | null | undefined;
  /**
   * Allow faster ways where both sides become smaller: the JPEG decoder averages blocks, libvips resizes while
   * it decodes or encodes, or a small output is made from a larger one. The PSNR against the exact result is 40
   * dB or more. True or false; true unless given.
   */
  readonly fastShrinkOnLoad?: boolean | null | undefined;
}

export interface ResizeMethods<Next> {
  /**
   * Scale the picture to a width, a height, or both.
   *
   * @param width Width of the result, in pixels or in percent of the input (50% or 50p). Without it, the height
   * decides and the proportions stay. A whole number from 1 to 16384 or a percentage such as 50% or 50p, in
   * pixels.
   * @param height Height of the result, in pixels or in percent of the input (50% or 50p). Without it, the width
   * decides and the proportions stay. A whole number from 1 to 16384 or a percentage such as 50% or 50p, in
   * pixels.
   */
  resize(width?: number | string | null, height?: number | string | null, options?: ResizeOptions | null): Next;
  /**
   * Scale the picture to a width, a height, or both.
   *
   * @param width Width of the result, in pixels or in percent of the input (50% or 50p). Without it, the height
   * decides and the proportions stay. A whole number from 1 to 16384 or a percentage such as 50% or 50p, in
   * pixels.
   */
  resize(width?: number | string | null, options?: ResizeOptions | null): Next;
  /** Scale the picture to a width, a height, or both. */
  resize(options?: ResizeOptions | null): Next;
}
