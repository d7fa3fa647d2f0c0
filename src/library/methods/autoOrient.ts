/**
 * `autoOrient` as a method of pipelines; `Next` is the type of the pipeline after it. Written by `npm run docs`
 * from the registries; do not edit.
 */

export interface AutoOrientMethods<Next> {
  /** Turn the picture upright by its EXIF orientation, as Noir does with every picture. */
  autoOrient(): Next;
}
