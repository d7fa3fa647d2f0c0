/** Combines the bits of all channels of each pixel to one sample, for `bandbool`, in SIMD. */
import { type Channels, type PixelType, SAMPLE_BYTES } from '../../core/pixel.ts';
import { inChunks } from '../pixels/chunks.ts';
import type { SampleMap } from '../pixels/sample-maps.ts';
import { pickMask, pixelsInVector, takeMasks } from '../simd/masks.ts';
import { OPERATORS, type Operator } from './bitwise.ts';

/** Returns a map from pixels to gray samples. */
export function combineChannels(operator: Operator, channels: Channels, type: PixelType): SampleMap {
  const size = SAMPLE_BYTES[type];
  const step = channels * size;
  const count = pixelsInVector(step);
  // Repeating a channel changes nothing for `and` and `or`; for `eor` missing channels are 0.
  const filler = operator === 'eor' ? undefined : 0;
  const masks = [0, 1, 2, 3].map((channel) =>
    pickMask([channel < channels ? channel : filler], channels, size, count),
  );
  const operation = OPERATORS.indexOf(operator);
  return inChunks(step, size, (simd) => {
    const place = takeMasks(simd, ...masks);
    return (from, pixels, to) => simd.code.combineBits(from, pixels, count, step, size, place, operation, to);
  });
}
