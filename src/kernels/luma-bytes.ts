import type { Channels } from '../core/pixel.ts';

/** Works pixels `start` up to `end` of 8-bit samples into others. */
export type ByteMap = (from: Uint8Array, to: Uint8Array, start: number, end: number) => void;

/**
 * The luma of RGB or RGBA in 8 bits, alpha kept, by weights that are whole `parts` of one: all in whole numbers,
 * a fifth of the time of colours in floats. Halves are rounded up.
 */
export function lumaBytes(weights: readonly number[], parts: number, channels: Channels): ByteMap {
  const [red = 0, green = 0, blue = 0] = weights;
  const half = parts / 2;
  // The nearest float may lie below: what is added is less than the step from one quotient to the next.
  const per = 1 / parts;
  const spare = per / 4;
  const gray = (from: Uint8Array, at: number) =>
    ((red * (from[at] as number) +
      green * (from[at + 1] as number) +
      blue * (from[at + 2] as number) +
      half) *
      per +
      spare) |
    0;
  if (channels === 3) {
    return (from, to, start, end) => {
      for (let pixel = start, at = 3 * start; pixel < end; pixel++, at += 3) to[pixel] = gray(from, at);
    };
  }
  return (from, to, start, end) => {
    for (let pixel = start; pixel < end; pixel++) {
      to[2 * pixel] = gray(from, 4 * pixel);
      to[2 * pixel + 1] = from[4 * pixel + 3] as number;
    }
  };
}
