/**
 * `text` as a method of pipelines; `Next` is the type of the pipeline after it. Written by `npm run docs` from
 * the registries; do not edit.
 */
import type { ColorInput } from '../color.ts';

/** Options of `text`. */
export interface TextOptions {
  /** The text. A line break starts a new line. A text of 1 to 2000 characters. */
  readonly text: string;
  /** Family and style of the font, such as `sans bold`. A text of 1 to 100 characters; "sans" unless given. */
  readonly font?: string | null | undefined;
  /** Size of the font. A number from 1 to 1000, in pixels; 32 unless given. */
  readonly size?: number | null | undefined;
  /**
   * Colour of the letters. A colour such as ff8800, #f80, orange, [255, 136, 0] or { r: 255, g: 136, b: 0,
   * alpha: 0.5 }, alpha from 0 to 1; "black" unless given.
   */
  readonly color?: ColorInput | null | undefined;
  /**
   * Width at which lines wrap between words, and within a longer word. Without it, lines do not wrap. A whole
   * number from 1 to 16384, in pixels.
   */
  readonly width?: number | null | undefined;
  /** Alignment of the lines. One of left, centre, right; "left" unless given. */
  readonly align?: 'left' | 'centre' | 'right' | null | undefined;
  /**
   * Side, corner or centre of the picture where the text lies, or a point for its middle. One of centre, center,
   * top, right top, right, right bottom, bottom, left bottom, left, left top, north, northeast, east, southeast,
   * south, southwest, west, northwest, or 2 numbers, each from 0 to 1, in fractions of width and height;
   * "centre" unless given.
   */
  readonly gravity?: 'centre' | 'center' | 'top' | 'right top' | 'right' | 'right bottom' | 'bottom' | 'left bottom' | 'left' | 'left top' | 'north' | 'northeast' | 'east' | 'southeast' | 'south' | 'southwest' | 'west' | 'northwest' | readonly number[] | null | undefined;
  /**
   * Column at which the text begins, in place of gravity. A whole number from -100000000 to 100000000, in
   * pixels.
   */
  readonly left?: number | null | undefined;
  /** Row at which the text begins, in place of gravity. A whole number from -100000000 to 100000000, in pixels. */
  readonly top?: number | null | undefined;
  /**
   * Pixels between the text and the sides that gravity names. A whole number from 0 to 10000, in pixels; 0
   * unless given.
   */
  readonly margin?: number | null | undefined;
  /** Factor for the text's alpha. A number from 0 to 1; 1 unless given. */
  readonly opacity?: number | null | undefined;
}

export interface TextMethods<Next> {
  /**
   * Write text on the picture.
   *
   * @param text The text. A line break starts a new line. A text of 1 to 2000 characters.
   * @param size Size of the font. A number from 1 to 1000, in pixels; 32 unless given.
   * @param color Colour of the letters. A colour such as ff8800, #f80, orange, [255, 136, 0] or { r: 255, g:
   * 136, b: 0, alpha: 0.5 }, alpha from 0 to 1; "black" unless given.
   * @param gravity Side, corner or centre of the picture where the text lies, or a point for its middle. One of
   * centre, center, top, right top, right, right bottom, bottom, left bottom, left, left top, north, northeast,
   * east, southeast, south, southwest, west, northwest, or 2 numbers, each from 0 to 1, in fractions of width
   * and height; "centre" unless given.
   */
  text(text: string, size?: number | null, color?: ColorInput | null, gravity?: 'centre' | 'center' | 'top' | 'right top' | 'right' | 'right bottom' | 'bottom' | 'left bottom' | 'left' | 'left top' | 'north' | 'northeast' | 'east' | 'southeast' | 'south' | 'southwest' | 'west' | 'northwest' | readonly number[] | null, options?: Omit<TextOptions, 'text'> | null): Next;
  /**
   * Write text on the picture.
   *
   * @param text The text. A line break starts a new line. A text of 1 to 2000 characters.
   * @param size Size of the font. A number from 1 to 1000, in pixels; 32 unless given.
   * @param color Colour of the letters. A colour such as ff8800, #f80, orange, [255, 136, 0] or { r: 255, g:
   * 136, b: 0, alpha: 0.5 }, alpha from 0 to 1; "black" unless given.
   */
  text(text: string, size?: number | null, color?: ColorInput | null, options?: Omit<TextOptions, 'text'> | null): Next;
  /**
   * Write text on the picture.
   *
   * @param text The text. A line break starts a new line. A text of 1 to 2000 characters.
   * @param size Size of the font. A number from 1 to 1000, in pixels; 32 unless given.
   */
  text(text: string, size?: number | null, options?: Omit<TextOptions, 'text'> | null): Next;
  /**
   * Write text on the picture.
   *
   * @param text The text. A line break starts a new line. A text of 1 to 2000 characters.
   */
  text(text: string, options?: Omit<TextOptions, 'text'> | null): Next;
  /** Write text on the picture. */
  text(options: TextOptions): Next;
}
