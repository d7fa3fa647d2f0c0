/** The standard tables of JPEG: zig-zag order, quantisation and Huffman tables. */

/** Coefficients of a block. */
export const BLOCK = 64;

/** Index in a block (by row) of the k-th coefficient in zig-zag order (ITU-T T.81, figure A.6). */
export const ZIGZAG: Uint8Array = makeZigzag();

function makeZigzag(): Uint8Array {
  const order = new Uint8Array(BLOCK);
  let at = 0;
  for (let diagonal = 0; diagonal < 15; diagonal++) {
    const [first, last] = [Math.max(0, diagonal - 7), Math.min(7, diagonal)];
    for (let step = first; step <= last; step++) {
      const row = diagonal % 2 === 0 ? first + last - step : step;
      order[at++] = 8 * row + (diagonal - row);
    }
  }
  return order;
}

/** Quantisation tables of ITU-T T.81, annex K.1, by row: libjpeg's quality 50. */
const LUMA_STEPS = [
  16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69, 56, 14, 17, 22,
  29, 51, 87, 80, 62, 18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113, 92, 49, 64, 78, 87, 103,
  121, 120, 101, 72, 92, 95, 98, 112, 100, 103, 99,
];
const CHROMA_STEPS = [
  17, 18, 24, 47, 99, 99, 99, 99, 18, 21, 26, 66, 99, 99, 99, 99, 24, 26, 56, 99, 99, 99, 99, 99, 47, 66, 99,
  99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99,
  99, 99, 99, 99, 99, 99, 99, 99, 99, 99,
];

/** Quantisation steps for luma and chroma, by row, each 1 to 255. */
export interface QuantisationTables {
  readonly luma: Uint8Array;
  readonly chroma: Uint8Array;
}

/**
 * libjpeg's tables for a quality of 1 to 100 (`jpeg_quality_scaling`, `jpeg_add_quant_table`), limited to 8 bits as
 * baseline requires.
 */
export function quantisationTables(quality: number): QuantisationTables {
  const percent = quality < 50 ? Math.floor(5000 / quality) : 200 - 2 * quality;
  const scale = (step: number) => Math.min(255, Math.max(1, Math.floor((step * percent + 50) / 100)));
  return { luma: Uint8Array.from(LUMA_STEPS, scale), chroma: Uint8Array.from(CHROMA_STEPS, scale) };
}

/** A Huffman table as stored in a file. */
export interface HuffmanSpec {
  /** Number of codes of each length, 1 to 16 bits. */
  readonly counts: Uint8Array;
  /** Symbols, shortest codes first. */
  readonly symbols: Uint8Array;
}

/** Tables for DC differences and AC runs, of luma and chroma. */
export interface HuffmanTables {
  readonly lumaDc: HuffmanSpec;
  readonly lumaAc: HuffmanSpec;
  readonly chromaDc: HuffmanSpec;
  readonly chromaAc: HuffmanSpec;
}

function spec(counts: readonly number[], symbols: string): HuffmanSpec {
  const pairs = symbols.match(/[0-9a-f]{2}/g) ?? [];
  return { counts: Uint8Array.from(counts), symbols: Uint8Array.from(pairs, (pair) => Number(`0x${pair}`)) };
}

/** The typical tables of ITU-T T.81, annex K.3, which libjpeg writes unless it optimises. */
export const TYPICAL_HUFFMAN: HuffmanTables = {
  lumaDc: spec([0, 1, 5, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0], '000102030405060708090a0b'),
  lumaAc: spec(
    [0, 2, 1, 3, 3, 2, 4, 3, 5, 5, 4, 4, 0, 0, 1, 125],
    `01020300041105122131410613516107227114328191a1082342b1c11552d1f02433627282090a161718191a25262728
     292a3435363738393a434445464748494a535455565758595a636465666768696a737475767778797a83848586878889
     8a92939495969798999aa2a3a4a5a6a7a8a9aab2b3b4b5b6b7b8b9bac2c3c4c5c6c7c8c9cad2d3d4d5d6d7d8d9dae1e2
     e3e4e5e6e7e8e9eaf1f2f3f4f5f6f7f8f9fa`,
  ),
  chromaDc: spec([0, 3, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0], '000102030405060708090a0b'),
  chromaAc: spec(
    [0, 2, 1, 2, 4, 4, 3, 4, 7, 5, 4, 4, 0, 1, 2, 119],
    `000102031104052131061241510761711322328108144291a1b1c109233352f0156272d10a162434e125f11718191a26
     2728292a35363738393a434445464748494a535455565758595a636465666768696a737475767778797a828384858687
     88898a92939495969798999aa2a3a4a5a6a7a8a9aab2b3b4b5b6b7b8b9bac2c3c4c5c6c7c8c9cad2d3d4d5d6d7d8d9da
     e2e3e4e5e6e7e8e9eaf2f3f4f5f6f7f8f9fa`,
  ),
};
