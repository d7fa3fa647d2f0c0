/** Byte masks for SIMD swizzles, which move the samples of pixels within a vector. */
import type { Simd } from './simd.ts';

/** Bytes of a vector. */
export const VECTOR = 16;

/** The mask's entry for a byte that becomes 0. */
export const NONE = 255;

/** How many pixels fit into a vector, if each takes at most `bytes` bytes. */
export function pixelsInVector(...bytes: readonly number[]): number {
  return Math.floor(VECTOR / Math.max(...bytes));
}

/**
 * The mask for `pixels` pixels: for each byte of the result its place in a vector of pixels with `stride` samples.
 * `picks` has the source's sample for each sample of the result. The rest of the vector becomes 0.
 */
export function pickMask(
  picks: readonly (number | undefined)[],
  stride: number,
  bytes: number,
  pixels: number,
): Uint8Array {
  const mask = new Uint8Array(VECTOR).fill(NONE);
  const goal = picks.length;
  for (let at = 0; at < pixels * goal * bytes; at++) {
    const sample = Math.floor(at / bytes);
    const pick = picks[sample % goal];
    if (pick !== undefined) mask[at] = (Math.floor(sample / goal) * stride + pick) * bytes + (at % bytes);
  }
  return mask;
}

/** Takes SIMD memory for masks, one behind the other. */
export function takeMasks(simd: Simd, ...masks: readonly Uint8Array[]): number {
  const place = simd.take(VECTOR * masks.length);
  masks.forEach((mask, at) => {
    simd.bytes.set(mask, place + VECTOR * at);
  });
  return place;
}
