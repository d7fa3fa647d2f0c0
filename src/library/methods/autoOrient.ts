/**
 * `autoOrient` as a method of pipelines; `Next` is the pipeline behind it. Written by `npm run docs` from the
 * registries; do not edit.
 */

export interface AutoOrientMethods<Next> {
  /** Turn the picture upright, as Noir does with every picture. */
  autoOrient(): Next;
}
