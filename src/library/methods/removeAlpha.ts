/** `removeAlpha` as a method of pipelines. Written by `npm run docs` from the registries; do not edit. */
import type { Pipeline } from '../pipeline.ts';

export interface RemoveAlphaMethods {
  /** Drop the alpha channel. */
  removeAlpha(): Pipeline;
}
