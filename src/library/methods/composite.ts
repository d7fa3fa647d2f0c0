/**
 * `composite` as a method of pipelines; `Next` is the type of the pipeline after it. Written by `npm run docs`
 * from the registries; do not edit.
 */
import type { Input } from '../input.ts';
import type { OverlayOf } from '../sharp-calls.ts';

/** Options of `composite`. */
export interface CompositeOptions {
  /** The picture to lay on this one. A path, bytes, a `Blob`, a stream or an image. */
  readonly image: Input;
  /**
   * Blend mode, by the names of sharp, PDF and CSS. One of over, clear, source, in, out, atop, dest, dest-over,
   * dest-in, dest-out, dest-atop, xor, add, saturate, multiply, screen, overlay, darken, lighten, colour-dodge,
   * colour-burn, hard-light, soft-light, difference, exclusion, color-dodge, color-burn; "over" unless given.
   */
  readonly blend?: 'over' | 'clear' | 'source' | 'in' | 'out' | 'atop' | 'dest' | 'dest-over' | 'dest-in' | 'dest-out' | 'dest-atop' | 'xor' | 'add' | 'saturate' | 'multiply' | 'screen' | 'overlay' | 'darken' | 'lighten' | 'colour-dodge' | 'colour-burn' | 'hard-light' | 'soft-light' | 'difference' | 'exclusion' | 'color-dodge' | 'color-burn' | null | undefined;
  /**
   * Side, corner or centre of the picture where the overlay lies, or a point for its middle. One of centre,
   * center, top, right top, right, right bottom, bottom, left bottom, left, left top, north, northeast, east,
   * southeast, south, southwest, west, northwest, or 2 numbers, each from 0 to 1, in fractions of width and
   * height; "centre" unless given.
   */
  readonly gravity?: 'centre' | 'center' | 'top' | 'right top' | 'right' | 'right bottom' | 'bottom' | 'left bottom' | 'left' | 'left top' | 'north' | 'northeast' | 'east' | 'southeast' | 'south' | 'southwest' | 'west' | 'northwest' | readonly number[] | null | undefined;
  /**
   * Column at which the overlay begins, in place of gravity. With tile: columns to cut off the first tile. A
   * whole number from -100000000 to 100000000, in pixels.
   */
  readonly left?: number | null | undefined;
  /**
   * Row at which the overlay begins, in place of gravity. With tile: rows to cut off the first tile. A whole
   * number from -100000000 to 100000000, in pixels.
   */
  readonly top?: number | null | undefined;
  /** Repeat the overlay all over the picture. True or false; false unless given. */
  readonly tile?: boolean | null | undefined;
  /** The overlay's colours are already multiplied by its alpha. True or false; false unless given. */
  readonly premultiplied?: boolean | null | undefined;
  /** Factor for the overlay's alpha. A number from 0 to 1; 1 unless given. */
  readonly opacity?: number | null | undefined;
  /**
   * Blend the samples as they are stored (srgb), or the light that they stand for (linear). One of srgb, linear;
   * "srgb" unless given.
   */
  readonly light?: 'srgb' | 'linear' | null | undefined;
}

export interface CompositeMethods<Next> {
  /**
   * Lay another picture on top.
   *
   * @param image The picture to lay on this one. A path, bytes, a `Blob`, a stream or an image.
   * @param gravity Side, corner or centre of the picture where the overlay lies, or a point for its middle. One
   * of centre, center, top, right top, right, right bottom, bottom, left bottom, left, left top, north,
   * northeast, east, southeast, south, southwest, west, northwest, or 2 numbers, each from 0 to 1, in fractions
   * of width and height; "centre" unless given.
   * @param blend Blend mode, by the names of sharp, PDF and CSS. One of over, clear, source, in, out, atop,
   * dest, dest-over, dest-in, dest-out, dest-atop, xor, add, saturate, multiply, screen, overlay, darken,
   * lighten, colour-dodge, colour-burn, hard-light, soft-light, difference, exclusion, color-dodge, color-burn;
   * "over" unless given.
   */
  composite(image: Input, gravity?: 'centre' | 'center' | 'top' | 'right top' | 'right' | 'right bottom' | 'bottom' | 'left bottom' | 'left' | 'left top' | 'north' | 'northeast' | 'east' | 'southeast' | 'south' | 'southwest' | 'west' | 'northwest' | readonly number[] | null, blend?: 'over' | 'clear' | 'source' | 'in' | 'out' | 'atop' | 'dest' | 'dest-over' | 'dest-in' | 'dest-out' | 'dest-atop' | 'xor' | 'add' | 'saturate' | 'multiply' | 'screen' | 'overlay' | 'darken' | 'lighten' | 'colour-dodge' | 'colour-burn' | 'hard-light' | 'soft-light' | 'difference' | 'exclusion' | 'color-dodge' | 'color-burn' | null, options?: Omit<CompositeOptions, 'image'> | null): Next;
  /**
   * Lay another picture on top.
   *
   * @param image The picture to lay on this one. A path, bytes, a `Blob`, a stream or an image.
   * @param gravity Side, corner or centre of the picture where the overlay lies, or a point for its middle. One
   * of centre, center, top, right top, right, right bottom, bottom, left bottom, left, left top, north,
   * northeast, east, southeast, south, southwest, west, northwest, or 2 numbers, each from 0 to 1, in fractions
   * of width and height; "centre" unless given.
   */
  composite(image: Input, gravity?: 'centre' | 'center' | 'top' | 'right top' | 'right' | 'right bottom' | 'bottom' | 'left bottom' | 'left' | 'left top' | 'north' | 'northeast' | 'east' | 'southeast' | 'south' | 'southwest' | 'west' | 'northwest' | readonly number[] | null, options?: Omit<CompositeOptions, 'image'> | null): Next;
  /**
   * Lay another picture on top.
   *
   * @param image The picture to lay on this one. A path, bytes, a `Blob`, a stream or an image.
   */
  composite(image: Input, options?: Omit<CompositeOptions, 'image'> | null): Next;
  /** Lay another picture on top. */
  composite(options: CompositeOptions): Next;
  /**
   * Lay another picture on top.
   *
   * @param overlays Each is a step of its own, as in sharp.
   */
  composite(overlays: readonly OverlayOf<CompositeOptions>[]): Next;
}
