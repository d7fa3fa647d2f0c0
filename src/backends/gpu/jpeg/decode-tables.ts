/** Packs Huffman tables for the decoding shaders. */
import type { HuffmanSpec } from '../../../formats/jpeg/tables.ts';

/** Words of a table, as in wgsl/codecs/jpeg/decode/symbols.wgsl. */
export const TABLE_WORDS = 208;
const LIMITS = 128;
const OFFSETS = 136;
const SYMBOLS = 144;

/** Codes up to this many bits are found by the next byte alone. */
const SHORT = 8;

/** Packs a Huffman table: short codes by their leading byte, longer ones by their length. */
export function packHuffman({ counts, symbols }: HuffmanSpec): Uint32Array {
  const words = new Uint32Array(TABLE_WORDS);
  const short = new Uint16Array(words.buffer, 0, 256);
  const limits = words.subarray(LIMITS, OFFSETS);
  const offsets = words.subarray(OFFSETS, SYMBOLS);
  let [code, place] = [0, 0];
  counts.forEach((count, index) => {
    const length = index + 1;
    for (let i = 0; i < count; i++) {
      if (length > SHORT) break;
      const first = (code + i) << (SHORT - length);
      short.fill((length << 8) | (symbols[place + i] as number), first, first + 2 ** (SHORT - length));
    }
    if (length > SHORT) {
      // Codes of equal length are consecutive, and longer codes follow all shorter ones.
      limits[length - SHORT - 1] = (code + count) << (16 - length);
      offsets[length - SHORT - 1] = place - code;
    }
    place += count;
    code = (code + count) * 2;
  });
  new Uint8Array(words.buffer, 4 * SYMBOLS).set(symbols);
  return words;
}

/** The fewest bits of a code together with its value, among codes that have a value. */
export function shortestValue({ counts, symbols }: HuffmanSpec): number {
  let [place, least] = [0, 32];
  counts.forEach((count, index) => {
    for (const symbol of symbols.subarray(place, place + count)) {
      if ((symbol & 15) > 0) least = Math.min(least, index + 1 + (symbol & 15));
    }
    place += count;
  });
  return least;
}
