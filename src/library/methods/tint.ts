/**
 * `tint` as a method of pipelines; `Next` is the type of the pipeline after it. Written by `npm run docs` from
 * the registries; do not edit.
 */
import type { ColorInput } from '../color.ts';

/** Options of `tint`. */
export interface TintOptions {
  /**
   * Colour of the tint. Its a and b of CIE Lab replace those of the picture, fully in middle tones and less
   * towards black and white. A colour such as ff8800, #f80, orange, [255, 136, 0] or { r: 255, g: 136, b: 0,
   * alpha: 0.5 }, alpha from 0 to 1.
   */
  readonly color: ColorInput;
}

export interface TintMethods<Next> {
  /**
   * Turn the picture into shades of one colour.
   *
   * @param color Colour of the tint. Its a and b of CIE Lab replace those of the picture, fully in middle tones
   * and less towards black and white. A colour such as ff8800, #f80, orange, [255, 136, 0] or { r: 255, g: 136,
   * b: 0, alpha: 0.5 }, alpha from 0 to 1.
   */
  tint(color: ColorInput): Next;
  /** Turn the picture into shades of one colour. */
  tint(options: TintOptions): Next;
}
