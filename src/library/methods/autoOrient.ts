/**
 * `autoOrient` as a method of pipelines; `Next` is the pipeline behind it. Written by `npm run docs` from the
 * registries; do not edit.
 */

export interface AutoOrientMethods<Next> {
  /** Turn the picture upright, which every picture is from the start. */
  autoOrient(): Next;
}
