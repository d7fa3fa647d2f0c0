/**
 * `flop` as a method of pipelines; `Next` is the type of the pipeline after it. Written by `npm run docs` from
 * the registries; do not edit.
 */

export interface FlopMethods<Next> {
  /** Mirror the picture from left to right. */
  flop(): Next;
  /**
   * Mirror the picture from left to right.
   *
   * @param apply `false` leaves the step out, as in sharp.
   */
  flop(apply: boolean): Next;
}
