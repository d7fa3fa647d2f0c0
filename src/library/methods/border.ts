/**
 * `border` as a method of pipelines; `Next` is the type of the pipeline after it. Written by `npm run docs` from
 * the registries; do not edit.
 */
import type { ColorInput } from '../color.ts';

/** Options of `border`. */
export interface BorderOptions {
  /** Width of the border on each side. A whole number from 0 to 10000, in pixels; 10 unless given. */
  readonly width?: number | null | undefined;
  /**
   * Colour of the border. A colour such as ff8800, #f80, orange, [255, 136, 0] or { r: 255, g: 136, b: 0, alpha:
   * 0.5 }, alpha from 0 to 1; "black" unless given.
   */
  readonly color?: ColorInput | null | undefined;
  /** Draw the border over the picture's edge, not around the picture. True or false; false unless given. */
  readonly inside?: boolean | null | undefined;
  /** Width of the border at the top, in place of width. A whole number from 0 to 10000, in pixels. */
  readonly top?: number | null | undefined;
  /** Width of the border on the right, in place of width. A whole number from 0 to 10000, in pixels. */
  readonly right?: number | null | undefined;
  /** Width of the border at the bottom, in place of width. A whole number from 0 to 10000, in pixels. */
  readonly bottom?: number | null | undefined;
  /** Width of the border on the left, in place of width. A whole number from 0 to 10000, in pixels. */
  readonly left?: number | null | undefined;
}

export interface BorderMethods<Next> {
  /**
   * Draw a border of one colour.
   *
   * @param width Width of the border on each side. A whole number from 0 to 10000, in pixels; 10 unless given.
   * @param color Colour of the border. A colour such as ff8800, #f80, orange, [255, 136, 0] or { r: 255, g: 136,
   * b: 0, alpha: 0.5 }, alpha from 0 to 1; "black" unless given.
   * @param inside Draw the border over the picture's edge, not around the picture. True or false; false unless
   * given.
   */
  border(width?: number | null, color?: ColorInput | null, inside?: boolean | null, options?: BorderOptions | null): Next;
  /**
   * Draw a border of one colour.
   *
   * @param width Width of the border on each side. A whole number from 0 to 10000, in pixels; 10 unless given.
   * @param color Colour of the border. A colour such as ff8800, #f80, orange, [255, 136, 0] or { r: 255, g: 136,
   * b: 0, alpha: 0.5 }, alpha from 0 to 1; "black" unless given.
   */
  border(width?: number | null, color?: ColorInput | null, options?: BorderOptions | null): Next;
  /**
   * Draw a border of one colour.
   *
   * @param width Width of the border on each side. A whole number from 0 to 10000, in pixels; 10 unless given.
   */
  border(width?: number | null, options?: BorderOptions | null): Next;
  /** Draw a border of one colour. */
  border(options?: BorderOptions | null): Next;
}
