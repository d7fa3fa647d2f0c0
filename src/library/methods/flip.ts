/** `flip` as a method of pipelines. Written by `npm run docs` from the registries; do not edit. */
import type { Pipeline } from '../pipeline.ts';

export interface FlipMethods {
  /** Mirror the picture from top to bottom. */
  flip(): Pipeline;
}
