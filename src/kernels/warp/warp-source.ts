import type { Image } from '../../core/image.ts';
import { SAMPLE_BYTES } from '../../core/pixel.ts';
import { viewBytes } from '../pixels/chunks.ts';
import { spreader } from '../simd/pixel-vectors.ts';
import type { Simd } from '../simd/simd.ts';
import type { Box } from './warp-box.ts';

/** Pixels of a box at most: a megabyte of vectors, which the processor's second cache holds more or less. */
export const MOST_PIXELS = 2 ** 16;

/** Floats beyond these leave too little of 32 bits for what is next to them. */
const FAR = 8;
export const MOST_ALPHA = 2;

interface Around {
  /** Red, green, blue and alpha of the pixels around the picture. */
  readonly background: readonly number[];
  readonly byAlpha: boolean;
  /** Whether colours are only moved, so that any will do. */
  readonly moved: boolean;
}

/** Where boxes lie in memory, and how they get there; false for one with floats that are better mixed in 64 bits. */
export function takeSource(simd: Simd, input: Image, { background, byAlpha, moved }: Around) {
  const { code } = simd;
  const { width, height, channels, type } = input;
  const step = channels * SAMPLE_BYTES[type];
  const bytes = viewBytes(input.data);
  const spread = spreader(simd, input);
  const line = simd.take(Math.min(width, MOST_PIXELS) * step);
  const place = simd.take(16 * MOST_PIXELS);
  const [, , , alpha = 0] = background;
  const weighed = background.map((level, channel) => (byAlpha && channel < 3 ? level * alpha : level));
  const careful = type === 'f32' && !moved;
  const surround = (first: number, last: number) => {
    for (let at = first / 4; at < last / 4; at += 4) simd.floats.set(weighed, at);
  };
  /** Loads row `y` from column `left` on. */
  const loadRow = (y: number, left: number, pixels: number, to: number): boolean => {
    const end = to + 16 * pixels;
    const [start, stop] = [Math.max(0, left), Math.min(width, left + pixels)];
    if (y < 0 || y >= height || start >= stop) {
      surround(to, end);
      return true;
    }
    const [first, count] = [to + 16 * (start - left), stop - start];
    simd.bytes.set(bytes.subarray((y * width + start) * step, (y * width + stop) * step), line);
    spread(line, count, first);
    if (careful && !code.areUsual(first, count, FAR, MOST_ALPHA)) return false;
    if (byAlpha) code.weighPixels(first, count);
    surround(to, first);
    surround(first + 16 * count, end);
    return true;
  };
  const load = ({ left, top, width, height }: Box): boolean => {
    for (let row = 0; row < height; row++) {
      if (!loadRow(top + row, left, width, place + 16 * width * row)) return false;
    }
    return true;
  };
  return { place, load };
}
