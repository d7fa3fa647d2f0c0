/** Negatives of integer samples. */
import { hasAlpha } from '../../core/image.ts';
import type { Channels } from '../../core/pixel.ts';
import type { ByteMap, WordMap } from '../pixels/sample-maps.ts';

/** For 8-bit samples; alpha only if asked. */
export function negatedBytes(channels: Channels, alpha: boolean): ByteMap {
  const mask = new Uint8Array(maskOf(channels, alpha).map((on) => 255 * on));
  return (from, to, start, end) => negate(from, to, mask, start * channels, end * channels);
}

/** For 16-bit samples; alpha only if asked. */
export function negatedWords(channels: Channels, alpha: boolean): WordMap {
  const mask = new Uint16Array(maskOf(channels, alpha).map((on) => 65535 * on));
  return (from, to, start, end) => negate(from, to, mask, start * channels, end * channels);
}

/**
 * For each sample of four, whether it changes: four pixels of one channel, two of two, or one of four. With three
 * channels all change.
 */
function maskOf(channels: Channels, alpha: boolean): number[] {
  const changes = (at: number) => alpha || !hasAlpha(channels) || at % channels !== channels - 1;
  return Array.from({ length: 4 }, (_, at) => Number(changes(at)));
}

/** White minus a level inverts all its bits, so many samples are inverted at once. */
function negate<Array extends Uint8Array | Uint16Array>(
  from: Array,
  to: Array,
  mask: Array,
  start: number,
  end: number,
): void {
  let at = start;
  const size = from.BYTES_PER_ELEMENT;
  const begins = [from, to].map(({ byteOffset }) => byteOffset + start * size);
  // A pattern repeats after four samples, or every bit is inverted.
  if (start % 4 === 0 && begins.every((begin) => begin % 4 === 0)) {
    const count = Math.floor(((end - start) * size) / 4);
    const words = [from, to].map(({ buffer }, index) => new Uint32Array(buffer, begins[index], count)) as [
      Uint32Array,
      Uint32Array,
    ];
    turnBits(...words, new Uint32Array(mask.buffer));
    at = start + (count * 4) / size;
  }
  for (; at < end; at++) to[at] = (from[at] as number) ^ (mask[at % 4] as number);
}

/** Inverts the bits of `mask`, which has one word or two. */
function turnBits(from: Uint32Array, to: Uint32Array, mask: Uint32Array): void {
  const [even = 0, odd = even] = mask;
  const whole = from.length & ~1;
  for (let at = 0; at < whole; at += 2) {
    to[at] = (from[at] as number) ^ even;
    to[at + 1] = (from[at + 1] as number) ^ odd;
  }
  if (whole < from.length) to[whole] = (from[whole] as number) ^ even;
}
