/** Counts of the symbols of a scan, and their codes, in the SIMD memory. */
import { huffmanCodes } from '../../formats/jpeg/huffman.ts';
import type { HuffmanTables } from '../../formats/jpeg/tables.ts';
import type { Simd } from '../../kernels/simd/simd.ts';

/** First symbol of each table, as in `jpeg-tokens.ts` of the SIMD code, each of 256. */
const FIRST: Readonly<Record<keyof HuffmanTables, number>> = {
  lumaDc: 0,
  lumaAc: 256,
  chromaDc: 512,
  chromaAc: 768,
};

const SYMBOLS = 1024;

export class CountedSymbols {
  /** Place of the counts, which are words. */
  readonly place: number;
  readonly #simd: Simd;

  constructor(simd: Simd) {
    this.#simd = simd;
    this.place = simd.take(4 * SYMBOLS);
    simd.words.fill(0, this.place / 4, this.place / 4 + SYMBOLS);
  }

  counts(): Record<keyof HuffmanTables, Int32Array> {
    const of = (name: keyof HuffmanTables) => {
      const first = this.place / 4 + FIRST[name];
      return this.#simd.words.slice(first, first + 256);
    };
    return {
      lumaDc: of('lumaDc'),
      lumaAc: of('lumaAc'),
      chromaDc: of('chromaDc'),
      chromaAc: of('chromaAc'),
    };
  }

  /** Writes the codes of all symbols into the SIMD memory, each as `packTokens` takes it. */
  takeCodes(tables: HuffmanTables): number {
    const place = this.#simd.take(4 * SYMBOLS);
    const { words } = this.#simd;
    for (const [name, first] of Object.entries(FIRST)) {
      const spec = tables[name as keyof HuffmanTables];
      const { codes, lengths } = huffmanCodes(spec);
      for (const symbol of spec.symbols) {
        const bits = symbol & 15;
        const code = (codes[symbol] as number) << bits;
        words[place / 4 + first + symbol] = (code << 5) | ((lengths[symbol] as number) + bits);
      }
    }
    return place;
  }
}
