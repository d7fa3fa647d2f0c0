/**
 * `resize` as a method of pipelines; `Next` is the type of the pipeline after it. Written by `npm run docs` from
 * the registries; do not edit.
 */
import type { ColorInput } from '../color.ts';

/** Options of `resize`. */
export interface ResizeOptions {
  /**
   * Columns of the result, or percent of the input (50% or 50p); in proportion to the height when it is absent.
   * A whole number from 1 to 16384 or a percentage such as 50% or 50p, in pixels.
   */
  readonly width?: number | string | undefined;
  /**
   * Rows of the result, or percent of the input (50% or 50p); in proportion to the width when it is absent. A
   * whole number from 1 to 16384 or a percentage such as 50% or 50p, in pixels.
   */
  readonly height?: number | string | undefined;
  /**
   * With both sides given: fill them and cut off the rest, fit inside and add background, ignore the
   * proportions, or keep them with no side larger, or none smaller. One of cover, contain, fill, inside,
   * outside; "cover" unless given.
   */
  readonly fit?: 'cover' | 'contain' | 'fill' | 'inside' | 'outside' | undefined;
  /**
   * Part to keep with cover, and place to take with contain: a side, or a point across and down from the upper
   * left corner. With cover also the part with the most in it, by the entropy of its levels or by what eyes go
   * to. One of centre, center, top, right top, right, right bottom, bottom, left bottom, left, left top, north,
   * northeast, east, southeast, south, southwest, west, northwest, entropy, attention, or 2 numbers, each from 0
   * to 1, in fractions of width and height; "centre" unless given.
   */
  readonly position?: 'centre' | 'center' | 'top' | 'right top' | 'right' | 'right bottom' | 'bottom' | 'left bottom' | 'left' | 'left top' | 'north' | 'northeast' | 'east' | 'southeast' | 'south' | 'southwest' | 'west' | 'northwest' | 'entropy' | 'attention' | readonly number[] | undefined;
  /**
   * How neighbouring pixels are weighed. One of lanczos3, lanczos2, mitchell, cubic, linear, nearest, mks2013,
   * mks2021; "lanczos3" unless given.
   */
  readonly kernel?: 'lanczos3' | 'lanczos2' | 'mitchell' | 'cubic' | 'linear' | 'nearest' | 'mks2013' | 'mks2021' | undefined;
  /**
   * Values to average: samples as they are stored, or the light that they stand for. One of srgb, linear; "srgb"
   * unless given.
   */
  readonly light?: 'srgb' | 'linear' | undefined;
  /** Never make the picture larger. True or false; false unless given. */
  readonly withoutEnlargement?: boolean | undefined;
  /** Never make the picture smaller. True or false; false unless given. */
  readonly withoutReduction?: boolean | undefined;
  /**
   * Colour around the picture with contain. A colour such as ff8800, #f80, orange, [255, 136, 0] or { r: 255, g:
   * 136, b: 0, alpha: 0.5 }, alpha from 0 to 1; "black" unless given.
   */
  readonly background?: ColorInput | undefined;
  /**
   * Where both sides become smaller, let the JPEG decoder average blocks, libvips resize while it decodes or
   * encodes, and a small output be made from a larger one: faster, and 40 dB or more from the exact result. True
   * or false; true unless given.
   */
  readonly fastShrinkOnLoad?: boolean | undefined;
}

export interface ResizeMethods<Next> {
  /**
   * Scale the picture to a width, a height, or both.
   *
   * @param width Columns of the result, or percent of the input (50% or 50p); in proportion to the height when
   * it is absent. A whole number from 1 to 16384 or a percentage such as 50% or 50p, in pixels.
   * @param height Rows of the result, or percent of the input (50% or 50p); in proportion to the width when it
   * is absent. A whole number from 1 to 16384 or a percentage such as 50% or 50p, in pixels.
   */
  resize(width?: number | string, height?: number | string, options?: ResizeOptions): Next;
  /**
   * Scale the picture to a width, a height, or both.
   *
   * @param width Columns of the result, or percent of the input (50% or 50p); in proportion to the height when
   * it is absent. A whole number from 1 to 16384 or a percentage such as 50% or 50p, in pixels.
   */
  resize(width?: number | string, options?: ResizeOptions): Next;
  /** Scale the picture to a width, a height, or both. */
  resize(options?: ResizeOptions): Next;
}
