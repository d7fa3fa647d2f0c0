/**
 * `flip` as a method of pipelines; `Next` is the type of the pipeline after it. Written by `npm run docs` from
 * the registries; do not edit.
 */

export interface FlipMethods<Next> {
  /** Mirror the picture from top to bottom. */
  flip(): Next;
  /**
   * Mirror the picture from top to bottom.
   *
   * @param apply `false` leaves the step out, as in sharp.
   */
  flip(apply: boolean): Next;
}
