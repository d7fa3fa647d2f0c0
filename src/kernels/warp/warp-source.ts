/** Loads a box of a picture into the SIMD memory as vectors of red, green, blue and alpha, for a tile of a warp. */
import type { Image } from '../../core/image.ts';
import { SAMPLE_BYTES } from '../../core/pixel.ts';
import { viewBytes } from '../pixels/chunks.ts';
import { spreader } from '../simd/pixel-vectors.ts';
import type { Simd } from '../simd/simd.ts';
import type { Box } from './warp-box.ts';

/** Most pixels of a box: 1 MiB of vectors, about the processor's second cache. */
export const MOST_PIXELS = 2 ** 16;

/**
 * Largest colour of f32 pictures that is interpolated in 32 bits. Larger ones leave too few digits for their
 * neighbours.
 */
const FAR = 8;
/** Largest alpha of f32 pictures that is interpolated in 32 bits. */
export const MOST_ALPHA = 2;

interface Surroundings {
  /** Red, green, blue and alpha of the pixels around the picture. */
  readonly background: readonly number[];
  /** Whether colours are weighted by their alpha. */
  readonly byAlpha: boolean;
  /** Whether pixels are only moved (nearest neighbour), so that any float will do. */
  readonly moved: boolean;
}

/**
 * Returns the place of the box in memory and a function that loads it. That returns false for a box with floats that
 * must be interpolated in 64 bits.
 */
export function boxLoader(simd: Simd, input: Image, { background, byAlpha, moved }: Surroundings) {
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
    if (careful && !code.areInRange(first, count, FAR, MOST_ALPHA)) return false;
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
