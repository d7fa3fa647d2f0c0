/**
 * `rotate` as a method of pipelines; `Next` is the type of the pipeline after it. Written by `npm run docs` from
 * the registries; do not edit.
 */
import type { ColorInput } from '../color.ts';

/** Options of `rotate`. */
export interface RotateOptions {
  /**
   * Angle by which the picture turns, clockwise if positive. A number from -3600 to 3600, in degrees; 0 unless
   * given.
   */
  readonly angle?: number | null | undefined;
  /**
   * Colour of the new corners, which appear unless the angle is a multiple of 90. A coloured one makes gray
   * pictures RGB, a transparent one adds alpha. A colour such as ff8800, #f80, orange, [255, 136, 0] or { r:
   * 255, g: 136, b: 0, alpha: 0.5 }, alpha from 0 to 1; "black" unless given.
   */
  readonly background?: ColorInput | null | undefined;
  /**
   * How samples between pixels are interpolated. One of bilinear, nearest, bicubic, nohalo; "bilinear" unless
   * given.
   */
  readonly interpolator?: 'bilinear' | 'nearest' | 'bicubic' | 'nohalo' | null | undefined;
}

export interface RotateMethods<Next> {
  /**
   * Turn the picture by an angle.
   *
   * @param angle Angle by which the picture turns, clockwise if positive. A number from -3600 to 3600, in
   * degrees; 0 unless given.
   * @param background Colour of the new corners, which appear unless the angle is a multiple of 90. A coloured
   * one makes gray pictures RGB, a transparent one adds alpha. A colour such as ff8800, #f80, orange, [255, 136,
   * 0] or { r: 255, g: 136, b: 0, alpha: 0.5 }, alpha from 0 to 1; "black" unless given.
   * @param interpolator How samples between pixels are interpolated. One of bilinear, nearest, bicubic, nohalo;
   * "bilinear" unless given.
   */
  rotate(angle?: number | null, background?: ColorInput | null, interpolator?: 'bilinear' | 'nearest' | 'bicubic' | 'nohalo' | null): Next;
  /**
   * Turn the picture by an angle.
   *
   * @param angle Angle by which the picture turns, clockwise if positive. A number from -3600 to 3600, in
   * degrees; 0 unless given.
   * @param background Colour of the new corners, which appear unless the angle is a multiple of 90. A coloured
   * one makes gray pictures RGB, a transparent one adds alpha. A colour such as ff8800, #f80, orange, [255, 136,
   * 0] or { r: 255, g: 136, b: 0, alpha: 0.5 }, alpha from 0 to 1; "black" unless given.
   */
  rotate(angle?: number | null, background?: ColorInput | null, options?: RotateOptions | null): Next;
  /**
   * Turn the picture by an angle.
   *
   * @param angle Angle by which the picture turns, clockwise if positive. A number from -3600 to 3600, in
   * degrees; 0 unless given.
   */
  rotate(angle?: number | null, options?: RotateOptions | null): Next;
  /** Turn the picture by an angle. */
  rotate(options?: RotateOptions | null): Next;
}
