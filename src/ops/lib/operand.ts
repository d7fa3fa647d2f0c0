/** Checks and converts the second picture of ops that combine two. */
import type { Fault } from '../../core/errors.ts';
import type { Extent, Image } from '../../core/image.ts';
import { type PixelType, quantize, SAMPLE_ARRAYS, type Samples, WHITE } from '../../core/pixel.ts';
import type { Work } from '../../core/turns.ts';

/** The fault of a second picture whose extent differs from the picture's. */
export function extentFault(picture: Extent, other: Extent): Fault | undefined {
  if (picture.width === other.width && picture.height === other.height) return undefined;
  const extent = ({ width, height }: Extent) => `${width}x${height}`;
  return { pointer: '/image', reason: `expected ${extent(picture)} pixels, received ${extent(other)}` };
}

/** Samples between two yields. */
const STRETCH = 2 ** 16;

/** Converts a picture's samples to another pixel type. White stays white. */
export function* samplesIn(type: PixelType, { data, type: from }: Image): Work<Samples> {
  if (from === type) return data;
  const samples = new SAMPLE_ARRAYS[type](data.length);
  for (let first = 0; first < data.length; first += STRETCH) {
    const end = Math.min(data.length, first + STRETCH);
    for (let at = first; at < end; at++) {
      samples[at] = quantize(type, ((data[at] as number) * WHITE[type]) / WHITE[from]);
    }
    yield;
  }
  return samples;
}
