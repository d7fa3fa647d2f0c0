import { huffmanCodes } from '../../../formats/jpeg/huffman.ts';
import { BLOCK, type HuffmanTables, type QuantisationTables, ZIGZAG } from '../../../formats/jpeg/tables.ts';

/** Symbols of a component's tables as the shaders count them: 16 of DC, then 256 of AC. */
const DC_SYMBOLS = 16;
const SYMBOLS = DC_SYMBOLS + 256;

/** Words of the counts of all symbols, luma before chroma (`wgsl/codecs/jpeg/encode/count.wgsl`). */
export const COUNTED_SYMBOLS = 2 * SYMBOLS;

/** Where the Huffman codes begin: behind two quantisation tables and the zig-zag sequence. */
export const HUFFMAN_START = 3 * BLOCK;

/** Words of everything that the shaders look up. */
export const TABLE_WORDS = HUFFMAN_START + COUNTED_SYMBOLS;

/** The quantisation tables and the zig-zag sequence, as `wgsl/codecs/jpeg/encode/transform.wgsl` reads them. */
export function packQuantisation({ luma, chroma }: QuantisationTables): Uint32Array<ArrayBuffer> {
  const words = new Uint32Array(HUFFMAN_START);
  words.set(Array.from(luma, packStep));
  words.set(Array.from(chroma, packStep), BLOCK);
  words.set(ZIGZAG, 2 * BLOCK);
  return words;
}

/**
 * A step with what stands in for the division by it: with b bits in the step, multiplying by 2^(13+b)/step
 * rounded up and shifting back is exact for numbers below 2^13; those of a block are below 2^11.
 */
function packStep(step: number): number {
  const shift = 13 + (32 - Math.clz32(step));
  return step + 2 ** 8 * shift + 2 ** 16 * Math.ceil(2 ** shift / step);
}

/** Every symbol's code in 16 bits with its length above, as `wgsl/codecs/jpeg/encode/tables.wgsl` has them. */
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

/** Splits the counts of `count.wgsl` into those of the four tables. */
export function unpackCounts(counts: Uint32Array): Record<keyof HuffmanTables, Uint32Array> {
  const [luma, chroma] = [counts.subarray(0, SYMBOLS), counts.subarray(SYMBOLS)];
  return {
    lumaDc: luma.subarray(0, DC_SYMBOLS),
    lumaAc: luma.subarray(DC_SYMBOLS),
    chromaDc: chroma.subarray(0, DC_SYMBOLS),
    chromaAc: chroma.subarray(DC_SYMBOLS),
  };
}
