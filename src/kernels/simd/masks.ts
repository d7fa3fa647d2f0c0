import type { Simd } from './simd.ts';

/** Bytes of a vector. */
export const VECTOR = 16;

/** What a mask has for a byte that becomes 0. */
export const NONE = 255;

/** How many pixels fit into a vector, where each takes so many bytes at most. */
export function pixelsInVector(...bytes: readonly number[]): number {
  return Math.floor(VECTOR / Math.max(...bytes));
}

/**
 * For each byte of so many pixels of `goal` samples, its place in a vector of pixels of `stride` samples; `picks`
 * has the sample of the source for each of the goal. What is left of the vector becomes 0.
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

/** Puts masks into the code's memory, one behind the other. */
export function takeMasks(simd: Simd, ...masks: readonly Uint8Array[]): number {
  const place = simd.take(VECTOR * masks.length);
  masks.forEach((mask, at) => {
    simd.bytes.set(mask, place + VECTOR * at);
  });
  return place;
}
