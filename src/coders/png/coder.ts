/** PNG, written by Noir's own encoder. */
import type { Coder } from '../coder.ts';
import type { PngOptions } from './bands.ts';
import { encodePng } from './encoder.ts';

/**
 * Writes all PNGs but interlaced ones (`progressive`), which are written without interlacing where there is nobody to
 * leave them to. Heeds `compressionLevel` and `adaptiveFiltering`.
 */
export function pngCoder(interlaced: 'left to others' | 'written without'): Coder {
  return {
    name: 'png',
    reads: [],
    writes: ['png'],
    encodes: ({ options }) => !options.progressive || interlaced === 'written without',
    encode: ({ frames: [image] }, { options }, run) => encodePng(image, options as PngOptions, { run }),
  };
}
