/**
 * `toSrgb` as a method of pipelines; `Next` is the type of the pipeline after it. Written by `npm run docs` from
 * the registries; do not edit.
 */

export interface ToSrgbMethods<Next> {
  /** Encode linear light as sRGB samples. */
  toSrgb(): Next;
}
