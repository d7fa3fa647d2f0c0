/**
 * `toLinear` as a method of pipelines; `Next` is the type of the pipeline after it. Written by `npm run docs`
 * from the registries; do not edit.
 */

export interface ToLinearMethods<Next> {
  /** Decode sRGB samples to linear light. */
  toLinear(): Next;
}
