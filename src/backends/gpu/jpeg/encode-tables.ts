/** Packs quantisation and Huffman tables for the encoding shaders. */
import { huffmanCodes } from '../../../formats/jpeg/huffman.ts';
import { BLOCK, type HuffmanTables, type QuantisationTables, ZIGZAG } from '../../../formats/jpeg/tables.ts';

/** Symbols per component class, as the shaders count them: 16 DC, then 256 AC. */
const DC_SYMBOLS = 16;
const SYMBOLS = DC_SYMBOLS + 256;

/** Words of all counts, luma before chroma (`wgsl/codecs/jpeg/encode/count.wgsl`). */
export const COUNTED_SYMBOLS = 2 * SYMBOLS;

/** Index of the first Huffman code, after two quantisation tables and the zig-zag sequence. */
export const HUFFMAN_START = 3 * BLOCK;

/** Words of all tables together. */
export const TABLE_WORDS = HUFFMAN_START + COUNTED_SYMBOLS;

/** Both quantisation tables and the zig-zag sequence, as `wgsl/codecs/jpeg/encode/transform.wgsl` reads them. */
export function packQuantisation({ luma, chroma }: QuantisationTables): Uint32Array<ArrayBuffer> {
  const words = new Uint32Array(HUFFMAN_START);
  words.set(Array.from(luma, packStep));
  words.set(Array.from(chroma, packStep), BLOCK);
  words.set(ZIGZAG, 2 * BLOCK);
  return words;
}

/**
 * A quantisation step with its reciprocal. For a step of b bits, multiplying by ceil(2^(13+b) / step) and shifting
 * right divides exactly for numbers below 2^13. Coefficients are below 2^11.
 */
function packStep(step: number): number {
  const shift = 13 + (32 - Math.clz32(step));
  return step + 2 ** 8 * shift + 2 ** 16 * Math.ceil(2 ** shift / step);
}

/** Each symbol's code in the low 16 bits, its length above, as in `wgsl/codecs/jpeg/encode/tables.wgsl`. */
export function packHuffman(tables: HuffmanTables): Uint32Array<ArrayBuffer> {
  const words = new Uint32Array(COUNTED_SYMBOLS);
  const { lumaDc, lumaAc, chromaDc, chromaAc } = tables;
  for (const [index, spec] of [lumaDc, lumaAc, chromaDc, chromaAc].entries()) {
    const start = SYMBOLS * (index >> 1) + DC_SYMBOLS * (index & 1);
    const { codes, lengths } = huffmanCodes(spec);
    for (const symbol of spec.symbols) {
      words[start + symbol] = (codes[symbol] as number) + 2 ** 16 * (lengths[symbol] as number);
    }
  }
  return words;
}

/** Splits the counts of `count.wgsl` by table. */
export function unpackCounts(counts: Uint32Array): Record<keyof HuffmanTables, Uint32Array> {
  const [luma, chroma] = [counts.subarray(0, SYMBOLS), counts.subarray(SYMBOLS)];
  return {
    lumaDc: luma.subarray(0, DC_SYMBOLS),
    lumaAc: luma.subarray(DC_SYMBOLS),
    chromaDc: chroma.subarray(0, DC_SYMBOLS),
    chromaAc: chroma.subarray(DC_SYMBOLS),
  };
}
