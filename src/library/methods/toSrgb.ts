/** `toSrgb` as a method of pipelines. Written by `npm run docs` from the registries; do not edit. */
import type { Pipeline } from '../pipeline.ts';

export interface ToSrgbMethods {
  /** Encode linear light as sRGB samples. */
  toSrgb(): Pipeline;
}
