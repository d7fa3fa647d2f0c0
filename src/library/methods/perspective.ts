/**
 * `perspective` as a method of pipelines; `Next` is the type of the pipeline after it. Written by `npm run docs`
 * from the registries; do not edit.
 */
import type { ColorInput } from '../color.ts';

/** Options of `perspective`. */
export interface PerspectiveOptions {
  /**
   * x and y of the four points to which the top left, top right, bottom right and bottom left corners move, as
   * fractions of the result. With rectify: the points that become these corners, as fractions of the picture. 8
   * numbers, each from -10 to 10, in fraction.
   */
  readonly corners: readonly number[];
  /** Width of the result; that of the picture by default. A whole number from 1 to 16384, in pixels. */
  readonly width?: number | null | undefined;
  /** Height of the result; that of the picture by default. A whole number from 1 to 16384, in pixels. */
  readonly height?: number | null | undefined;
  /**
   * Do the inverse: four points of the picture become the corners of the result. True or false; false unless
   * given.
   */
  readonly rectify?: boolean | null | undefined;
  /**
   * Colour around the picture. A coloured one makes gray pictures RGB, a transparent one adds alpha. A colour
   * such as ff8800, #f80, orange, [255, 136, 0] or { r: 255, g: 136, b: 0, alpha: 0.5 }, alpha from 0 to 1;
   * "black" unless given.
   */
  readonly background?: ColorInput | null | undefined;
  /**
   * How samples between pixels are interpolated. One of bilinear, nearest, bicubic, nohalo; "bilinear" unless
   * given.
   */
  readonly interpolator?: 'bilinear' | 'nearest' | 'bicubic' | 'nohalo' | null | undefined;
}

export interface PerspectiveMethods<Next> {
  /**
   * Move the four corners of the picture, or straighten the part between four points.
   *
   * @param corners x and y of the four points to which the top left, top right, bottom right and bottom left
   * corners move, as fractions of the result. With rectify: the points that become these corners, as fractions
   * of the picture. 8 numbers, each from -10 to 10, in fraction.
   * @param width Width of the result; that of the picture by default. A whole number from 1 to 16384, in pixels.
   * @param height Height of the result; that of the picture by default. A whole number from 1 to 16384, in
   * pixels.
   */
  perspective(corners: readonly number[], width?: number | null, height?: number | null, options?: Omit<PerspectiveOptions, 'corners'> | null): Next;
  /**
   * Move the four corners of the picture, or straighten the part between four points.
   *
   * @param corners x and y of the four points to which the top left, top right, bottom right and bottom left
   * corners move, as fractions of the result. With rectify: the points that become these corners, as fractions
   * of the picture. 8 numbers, each from -10 to 10, in fraction.
   * @param width Width of the result; that of the picture by default. A whole number from 1 to 16384, in pixels.
   */
  perspective(corners: readonly number[], width?: number | null, options?: Omit<PerspectiveOptions, 'corners'> | null): Next;
  /**
   * Move the four corners of the picture, or straighten the part between four points.
   *
   * @param corners x and y of the four points to which the top left, top right, bottom right and bottom left
   * corners move, as fractions of the result. With rectify: the points that become these corners, as fractions
   * of the picture. 8 numbers, each from -10 to 10, in fraction.
   */
  perspective(corners: readonly number[], options?: Omit<PerspectiveOptions, 'corners'> | null): Next;
  /** Move the four corners of the picture, or straighten the part between four points. */
  perspective(options: PerspectiveOptions): Next;
}
