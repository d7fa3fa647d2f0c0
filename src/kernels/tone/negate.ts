import { hasAlpha } from '../../core/image.ts';
import type { Channels } from '../../core/pixel.ts';
import type { ByteMap, WordMap } from '../pixels/sample-maps.ts';

/** Negates samples of 8 bits; alpha if asked. */
export function negatedBytes(channels: Channels, alpha: boolean): ByteMap {
  const mask = new Uint8Array(maskOf(channels, alpha).map((on) => 255 * on));
  return (from, to, start, end) => negate(from, to, mask, start * channels, end * channels);
}

/** Negates samples of 16 bits; alpha if asked. */
export function negatedWords(channels: Channels, alpha: boolean): WordMap {
  const mask = new Uint16Array(maskOf(channels, alpha).map((on) => 65535 * on));
  return (from, to, start, end) => negate(from, to, mask, start * channels, end * channels);
}

/** For each sample of four pixels of one or two channels, or of one of four, whether it changes. */
function maskOf(channels: Channels, alpha: boolean): number[] {
  const changes = (at: number) => alpha || !hasAlpha(channels) || at % channels !== channels - 1;
  return Array.from({ length: 4 }, (_, at) => Number(changes(at)));
}

/** White less a sample is the sample with every bit turned, so many samples are turned at once. */
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
  // Half of the channels' patterns repeat after four samples, the others turn every bit.
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

/** The mask is one word or two. */
function turnBits(from: Uint32Array, to: Uint32Array, mask: Uint32Array): void {
  const [even = 0, odd = even] = mask;
  const whole = from.length & ~1;
  for (let at = 0; at < whole; at += 2) {
    to[at] = (from[at] as number) ^ even;
    to[at + 1] = (from[at + 1] as number) ^ odd;
  }
  if (whole < from.length) to[whole] = (from[whole] as number) ^ even;
}
