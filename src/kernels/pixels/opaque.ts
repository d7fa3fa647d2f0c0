/** Tells whether a picture is opaque, so that kernels may treat its alpha like any channel. */
import { hasAlpha, type Image } from '../../core/image.ts';
import { WHITE } from '../../core/pixel.ts';
import type { Work } from '../../core/turns.ts';

/** Pixels that are examined before the search may end. */
const CHUNK = 4096;

/** Chunks between two yields. */
const CHUNKS = 32;

/** Whether every pixel's alpha is white, or there is no alpha. */
export function* isOpaque(image: Image): Work<boolean> {
  const { width, height, channels, type, data } = image;
  if (!hasAlpha(channels)) return true;
  const isUsual = type === 'u8' && channels === 4 && data.byteOffset % 4 === 0;
  const words = isUsual && new Int32Array(data.buffer, data.byteOffset, width * height);
  for (let first = 0; first < width * height; first += CHUNK) {
    const end = Math.min(first + CHUNK, width * height);
    if (!(words ? areOpaque(words, first, end) : areWhite(image, first, end))) return false;
    if (first % (CHUNKS * CHUNK) === 0) yield;
  }
  return true;
}

/**
 * Examines RGBA bytes as 32-bit words. Alpha is the highest byte, since all machines that Node supports here are
 * little-endian.
 */
function areOpaque(words: Int32Array, first: number, end: number): boolean {
  let [one, other] = [-1, -1];
  for (let at = first; at + 1 < end; at += 2) {
    one &= words[at] as number;
    other &= words[at + 1] as number;
  }
  return (one & other & (words[end - 1] as number)) >>> 24 === 255;
}

function areWhite({ channels, type, data }: Image, first: number, end: number): boolean {
  const white = WHITE[type];
  for (let at = (first + 1) * channels - 1; at < end * channels; at += channels) {
    if (data[at] !== white) return false;
  }
  return true;
}
