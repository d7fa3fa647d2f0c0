/** Copies, drops, reorders and fills channels, bit for bit. */
import { type PixelType, quantize, SAMPLE_ARRAYS, SAMPLE_BYTES } from '../../core/pixel.ts';
import { NONE, pickMask, pixelsInVector, takeMasks, VECTOR } from '../simd/masks.ts';
import { inChunks, viewBytes } from './chunks.ts';
import type { SampleMap } from './sample-maps.ts';

/** For each channel of the result, the source's channel that it copies, or the level that it has everywhere. */
export type Picks = readonly (number | { readonly level: number })[];

/** Pixels that are copied between two yields if nothing changes. */
const COPIED = 2 ** 16;

/** Returns a map for pixels of `stride` samples. */
export function pickChannels(picks: Picks, stride: number, type: PixelType): SampleMap {
  const [step, goal] = [stride, picks.length].map((channels) => channels * SAMPLE_BYTES[type]) as [
    number,
    number,
  ];
  if (stride === picks.length && picks.every((pick, channel) => pick === channel)) {
    return function* (from, to, start, end) {
      for (let first = start; first < end; first += COPIED) {
        to.set(from.subarray(first * stride, Math.min(end, first + COPIED) * stride), first * stride);
        yield;
      }
    };
  }
  const count = pixelsInVector(step, goal);
  const chosen = picks.map((pick) => (typeof pick === 'number' ? pick : undefined));
  const mask = pickMask(chosen, stride, SAMPLE_BYTES[type], count);
  const same = Uint8Array.from({ length: VECTOR }, (_, at) => (mask[at] === NONE ? at : NONE));
  const levels = levelsOf(picks, type, count);
  return inChunks(step, goal, (simd) => {
    const masks = takeMasks(simd, mask, same);
    const added = takeMasks(simd, levels);
    return (from, pixels, to) => simd.code.mergePixels(from, step, added, 0, pixels, count, masks, to, goal);
  });
}

/** A vector with the constant levels of `count` pixels. */
function levelsOf(picks: Picks, type: PixelType, count: number): Uint8Array {
  const levels = new SAMPLE_ARRAYS[type](VECTOR / SAMPLE_BYTES[type]);
  for (let at = 0; at < count * picks.length; at++) {
    const pick = picks[at % picks.length] as Picks[number];
    if (typeof pick !== 'number') levels[at] = quantize(type, pick.level);
  }
  return viewBytes(levels);
}
