/**
 * `flatten` as a method of pipelines; `Next` is the type of the pipeline after it. Written by `npm run docs`
 * from the registries; do not edit.
 */
import type { ColorInput } from '../color.ts';

/** Options of `flatten`. */
export interface FlattenOptions {
  /**
   * Colour behind the picture, such as `ff8800`, `white` or `[255, 136, 0]`. A colour such as ff8800, #f80,
   * orange, [255, 136, 0] or { r: 255, g: 136, b: 0, alpha: 0.5 }, alpha from 0 to 1; "black" unless given.
   */
  readonly background?: ColorInput | null | undefined;
}

export interface FlattenMethods<Next> {
  /**
   * Lay the picture on a background, and drop its alpha channel.
   *
   * @param background Colour behind the picture, such as `ff8800`, `white` or `[255, 136, 0]`. A colour such as
   * ff8800, #f80, orange, [255, 136, 0] or { r: 255, g: 136, b: 0, alpha: 0.5 }, alpha from 0 to 1; "black"
   * unless given.
   */
  flatten(background?: ColorInput | null): Next;
  /** Lay the picture on a background, and drop its alpha channel. */
  flatten(options?: FlattenOptions | null): Next;
  /**
   * Lay the picture on a background, and drop its alpha channel.
   *
   * @param apply `false` leaves the step out, as in sharp.
   */
  flatten(apply: boolean): Next;
}
