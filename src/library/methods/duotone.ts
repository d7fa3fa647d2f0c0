/**
 * `duotone` as a method of pipelines; `Next` is the type of the pipeline after it. Written by `npm run docs`
 * from the registries; do not edit.
 */
import type { ColorInput } from '../color.ts';

/** Options of `duotone`. */
export interface DuotoneOptions {
  /**
   * Colour that black becomes. A colour such as ff8800, #f80, orange, [255, 136, 0] or { r: 255, g: 136, b: 0,
   * alpha: 0.5 }, alpha from 0 to 1; "black" unless given.
   */
  readonly dark?: ColorInput | null | undefined;
  /**
   * Colour that white becomes. A colour such as ff8800, #f80, orange, [255, 136, 0] or { r: 255, g: 136, b: 0,
   * alpha: 0.5 }, alpha from 0 to 1; "white" unless given.
   */
  readonly light?: ColorInput | null | undefined;
}

export interface DuotoneMethods<Next> {
  /**
   * Map dark tones to one colour and light tones to another.
   *
   * @param dark Colour that black becomes. A colour such as ff8800, #f80, orange, [255, 136, 0] or { r: 255, g:
   * 136, b: 0, alpha: 0.5 }, alpha from 0 to 1; "black" unless given.
   * @param light Colour that white becomes. A colour such as ff8800, #f80, orange, [255, 136, 0] or { r: 255, g:
   * 136, b: 0, alpha: 0.5 }, alpha from 0 to 1; "white" unless given.
   */
  duotone(dark?: ColorInput | null, light?: ColorInput | null): Next;
  /**
   * Map dark tones to one colour and light tones to another.
   *
   * @param dark Colour that black becomes. A colour such as ff8800, #f80, orange, [255, 136, 0] or { r: 255, g:
   * 136, b: 0, alpha: 0.5 }, alpha from 0 to 1; "black" unless given.
   */
  duotone(dark?: ColorInput | null, options?: DuotoneOptions | null): Next;
  /** Map dark tones to one colour and light tones to another. */
  duotone(options?: DuotoneOptions | null): Next;
}
