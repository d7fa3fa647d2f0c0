import { hasAlpha, type Image } from '../../core/image.ts';
import { WHITE } from '../../core/pixel.ts';
import type { Work } from '../../core/turns.ts';

/** Pixels that are looked at before what was found is asked for. */
const CHUNK = 4096;

/** Such parts between two yields. */
const CHUNKS = 32;

/** Whether a picture is opaque everywhere: then colours count alike, and alpha is a channel as the others are. */
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

/** Of RGBA bytes, by words of which alpha is the highest byte; every machine that Node runs on here has them so. */
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
