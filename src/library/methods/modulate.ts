/**
 * `modulate` as a method of pipelines; `Next` is the type of the pipeline after it. Written by `npm run docs`
 * from the registries; do not edit.
 */

/** Options of `modulate`. */
export interface ModulateOptions {
  /** Factor for the lightness L: 0 makes black, 1 changes nothing. A number from 0 to 100; 1 unless given. */
  readonly brightness?: number | null | undefined;
  /** Factor for the chroma C: 0 makes gray, 1 changes nothing. A number from 0 to 100; 1 unless given. */
  readonly saturation?: number | null | undefined;
  /**
   * Angle to add to the hue, from red towards yellow and green. A number from -360 to 360, in degrees; 0 unless
   * given.
   */
  readonly hue?: number | null | undefined;
  /**
   * Number to add to L, which is 0 for black and 100 for white. A number from -100 to 100, in L*; 0 unless
   * given.
   */
  readonly lightness?: number | null | undefined;
}

export interface ModulateMethods<Next> {
  /**
   * Change brightness, saturation, hue and lightness in CIE LCh, which follows the eye.
   *
   * @param brightness Factor for the lightness L: 0 makes black, 1 changes nothing. A number from 0 to 100; 1
   * unless given.
   * @param saturation Factor for the chroma C: 0 makes gray, 1 changes nothing. A number from 0 to 100; 1 unless
   * given.
   * @param hue Angle to add to the hue, from red towards yellow and green. A number from -360 to 360, in
   * degrees; 0 unless given.
   * @param lightness Number to add to L, which is 0 for black and 100 for white. A number from -100 to 100, in
   * L*; 0 unless given.
   */
  modulate(brightness?: number | null, saturation?: number | null, hue?: number | null, lightness?: number | null): Next;
  /**
   * Change brightness, saturation, hue and lightness in CIE LCh, which follows the eye.
   *
   * @param brightness Factor for the lightness L: 0 makes black, 1 changes nothing. A number from 0 to 100; 1
   * unless given.
   * @param saturation Factor for the chroma C: 0 makes gray, 1 changes nothing. A number from 0 to 100; 1 unless
   * given.
   * @param hue Angle to add to the hue, from red towards yellow and green. A number from -360 to 360, in
   * degrees; 0 unless given.
   */
  modulate(brightness?: number | null, saturation?: number | null, hue?: number | null, options?: ModulateOptions | null): Next;
  /**
   * Change brightness, saturation, hue and lightness in CIE LCh, which follows the eye.
   *
   * @param brightness Factor for the lightness L: 0 makes black, 1 changes nothing. A number from 0 to 100; 1
   * unless given.
   * @param saturation Factor for the chroma C: 0 makes gray, 1 changes nothing. A number from 0 to 100; 1 unless
   * given.
   */
  modulate(brightness?: number | null, saturation?: number | null, options?: ModulateOptions | null): Next;
  /**
   * Change brightness, saturation, hue and lightness in CIE LCh, which follows the eye.
   *
   * @param brightness Factor for the lightness L: 0 makes black, 1 changes nothing. A number from 0 to 100; 1
   * unless given.
   */
  modulate(brightness?: number | null, options?: ModulateOptions | null): Next;
  /** Change brightness, saturation, hue and lightness in CIE LCh, which follows the eye. */
  modulate(options?: ModulateOptions | null): Next;
}
