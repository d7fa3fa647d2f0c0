/** `flop` as a method of pipelines. Written by `npm run docs` from the registries; do not edit. */
import type { Pipeline } from '../pipeline.ts';

export interface FlopMethods {
  /** Mirror the picture from left to right. */
  flop(): Pipeline;
}
