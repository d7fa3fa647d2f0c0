/**
 * `watermark` as a method of pipelines; `Next` is the type of the pipeline after it. Written by `npm run docs`
 * from the registries; do not edit.
 */
import type { ColorInput } from '../color.ts';
import type { Input } from '../input.ts';

/** Options of `watermark`. */
export interface WatermarkOptions {
  /** The mark, as a picture. Give either this or text. A path, bytes, a `Blob`, a stream or an image. */
  readonly image?: Input | null | undefined;
  /** The mark, as text. A text of 1 to 2000 characters. */
  readonly text?: string | null | undefined;
  /** Factor for the mark's alpha. A number from 0 to 1; 0.5 unless given. */
  readonly opacity?: number | null | undefined;
  /**
   * Side, corner or centre of the picture where the mark lies, or a point for its middle. One of centre, center,
   * top, right top, right, right bottom, bottom, left bottom, left, left top, north, northeast, east, southeast,
   * south, southwest, west, northwest, or 2 numbers, each from 0 to 1, in fractions of width and height;
   * "southeast" unless given.
   */
  readonly gravity?: 'centre' | 'center' | 'top' | 'right top' | 'right' | 'right bottom' | 'bottom' | 'left bottom' | 'left' | 'left top' | 'north' | 'northeast' | 'east' | 'southeast' | 'south' | 'southwest' | 'west' | 'northwest' | readonly number[] | null | undefined;
  /**
   * Pixels between the mark and the sides that gravity names, and between tiles. A whole number from 0 to 10000,
   * in pixels; 0 unless given.
   */
  readonly margin?: number | null | undefined;
  /**
   * Width of the mark as a fraction of the picture's width; 0 keeps the mark's own size. A scaled mark is never
   * higher than the picture. A number from 0 to 1; 0 unless given.
   */
  readonly scale?: number | null | undefined;
  /** Repeat the mark all over the picture. True or false; false unless given. */
  readonly tile?: boolean | null | undefined;
  /** Family and style of the font, such as `sans bold`. A text of 1 to 100 characters; "sans" unless given. */
  readonly font?: string | null | undefined;
  /** Size of the font. A number from 1 to 1000, in pixels; 32 unless given. */
  readonly size?: number | null | undefined;
  /**
   * Colour of the letters, for a mark that is text. A colour such as ff8800, #f80, orange, [255, 136, 0] or { r:
   * 255, g: 136, b: 0, alpha: 0.5 }, alpha from 0 to 1; "white" unless given.
   */
  readonly color?: ColorInput | null | undefined;
}

export interface WatermarkMethods<Next> {
  /**
   * Lay a mark on the picture: another picture, or text.
   *
   * @param image The mark, as a picture. Give either this or text. A path, bytes, a `Blob`, a stream or an
   * image.
   * @param opacity Factor for the mark's alpha. A number from 0 to 1; 0.5 unless given.
   * @param gravity Side, corner or centre of the picture where the mark lies, or a point for its middle. One of
   * centre, center, top, right top, right, right bottom, bottom, left bottom, left, left top, north, northeast,
   * east, southeast, south, southwest, west, northwest, or 2 numbers, each from 0 to 1, in fractions of width
   * and height; "southeast" unless given.
   */
  watermark(image?: Input | null, opacity?: number | null, gravity?: 'centre' | 'center' | 'top' | 'right top' | 'right' | 'right bottom' | 'bottom' | 'left bottom' | 'left' | 'left top' | 'north' | 'northeast' | 'east' | 'southeast' | 'south' | 'southwest' | 'west' | 'northwest' | readonly number[] | null, options?: WatermarkOptions | null): Next;
  /**
   * Lay a mark on the picture: another picture, or text.
   *
   * @param image The mark, as a picture. Give either this or text. A path, bytes, a `Blob`, a stream or an
   * image.
   * @param opacity Factor for the mark's alpha. A number from 0 to 1; 0.5 unless given.
   */
  watermark(image?: Input | null, opacity?: number | null, options?: WatermarkOptions | null): Next;
  /**
   * Lay a mark on the picture: another picture, or text.
   *
   * @param image The mark, as a picture. Give either this or text. A path, bytes, a `Blob`, a stream or an
   * image.
   */
  watermark(image?: Input | null, options?: WatermarkOptions | null): Next;
  /** Lay a mark on the picture: another picture, or text. */
  watermark(options?: WatermarkOptions | null): Next;
}
