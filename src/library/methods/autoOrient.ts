/** `autoOrient` as a method of pipelines. Written by `npm run docs` from the registries; do not edit. */
import type { Pipeline } from '../pipeline.ts';

export interface AutoOrientMethods {
  /** Turn the picture upright, which every picture is from the start. */
  autoOrient(): Pipeline;
}
