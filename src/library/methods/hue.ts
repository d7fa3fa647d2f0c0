/**
 * `hue` as a method of pipelines; `Next` is the pipeline behind it. Written by `npm run docs` from the
 * registries; do not edit.
 */

/** Options of `hue`. */
export interface HueOptions {
  /** Turned by this much, from red towards green. A number from -360 to 360, in degrees; 0 unless given. */
  readonly angle?: number | undefined;
}

export interface HueMethods<Next> {
  /**
   * Turn colours around the colour wheel.
   *
   * @param angle Turned by this much, from red towards green. A number from -360 to 360, in degrees; 0 unless
   * given.
   */
  hue(angle?: number): Next;
  /** Turn colours around the colour wheel. */
  hue(options?: HueOptions): Next;
  /** The same as `hue`. Turn colours around the colour wheel. */
  'hue-rotate': HueMethods<Next>['hue'];
}
