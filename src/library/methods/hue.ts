/**
 * `hue` as a method of pipelines; `Next` is the type of the pipeline after it. Written by `npm run docs` from
 * the registries; do not edit.
 */

/** Options of `hue`. */
export interface HueOptions {
  /** Angle, positive from red towards green. A number from -360 to 360, in degrees; 0 unless given. */
  readonly angle?: number | null | undefined;
}

export interface HueMethods<Next> {
  /**
   * Rotate hues around the colour wheel.
   *
   * @param angle Angle, positive from red towards green. A number from -360 to 360, in degrees; 0 unless given.
   */
  hue(angle?: number | null): Next;
  /** Rotate hues around the colour wheel. */
  hue(options?: HueOptions | null): Next;
  /** The same as `hue`. Rotate hues around the colour wheel. */
  'hue-rotate': HueMethods<Next>['hue'];
}
