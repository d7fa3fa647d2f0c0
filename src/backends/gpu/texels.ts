// A picture in a buffer of the GPU, as passes leave it and codecs read it.
import type { Shape } from '../../core/image.ts';

/** Samples interleaved, rows unpadded, filled up to whole 32-bit words. */
export interface Texels {
  readonly buffer: GPUBuffer;
  readonly shape: Shape;
}

/** Bytes rounded up to whole 32-bit words, in which buffers are copied. */
export function wholeWords(bytes: number): number {
  return 4 * Math.ceil(bytes / 4);
}
