import type { HuffmanSpec } from './tables.ts';

/** The code of every symbol of a table; a symbol that it does not hold has a code of no bits. */
export interface HuffmanCodes {
  readonly codes: Uint16Array;
  readonly lengths: Uint8Array;
}

/** The codes that a table means: ascending within a length, as ITU-T T.81 annex C generates them. */
export function huffmanCodes({ counts, symbols }: HuffmanSpec): HuffmanCodes {
  const codes = new Uint16Array(256);
  const lengths = new Uint8Array(256);
  let [code, at] = [0, 0];
  for (let length = 1; length <= 16; length++) {
    for (let left = counts[length - 1] ?? 0; left > 0; left--) {
      const symbol = symbols[at++] as number;
      codes[symbol] = code++;
      lengths[symbol] = length;
    }
    code *= 2;
  }
  return { codes, lengths };
}

/** Longest code before lengths are limited to 16 bits; libjpeg's `MAX_CLEN`. */
const LONGEST = 32;

/** The symbol that keeps the code of all ones free: it is never written (ITU-T T.81, K.2). */
const RESERVED = 256;

/**
 * The best table for symbols that occur so often: ITU-T T.81 annex K.2. Of two equally rare symbols the
 * higher one is taken first, as libjpeg does, so that its files come out the same.
 */
export function optimalHuffman(frequencies: ArrayLike<number>): HuffmanSpec {
  const sizes = codeSizes(frequencies);
  const counts = new Array<number>(LONGEST + 1).fill(0);
  for (const size of sizes) if (size > 0) (counts[size] as number)++;
  limitTo16(counts);
  const symbols = Array.from({ length: RESERVED }, (_, symbol) => symbol)
    .filter((symbol) => sizes[symbol] !== 0)
    // Sorting keeps the order of symbols whose codes are equally long.
    .sort((a, b) => (sizes[a] as number) - (sizes[b] as number));
  return { counts: Uint8Array.from(counts.slice(1, 17)), symbols: Uint8Array.from(symbols) };
}

/** Bits of each symbol's code in a Huffman tree (figure K.1). */
function codeSizes(frequencies: ArrayLike<number>): Uint8Array {
  const weights = new Float64Array(RESERVED + 1);
  weights.set(Array.from(frequencies).slice(0, RESERVED));
  weights[RESERVED] = 1;
  const sizes = new Uint8Array(RESERVED + 1);
  /** Symbols of the tree that each symbol stands for. */
  const trees = Array.from(weights, (_, symbol) => [symbol]);
  for (;;) {
    const kept = rarest(weights, -1);
    const merged = rarest(weights, kept);
    if (merged < 0) return sizes;
    weights[kept] = (weights[kept] as number) + (weights[merged] as number);
    weights[merged] = 0;
    (trees[kept] as number[]).push(...(trees[merged] as number[]));
    for (const symbol of trees[kept] as number[]) sizes[symbol] = (sizes[symbol] as number) + 1;
  }
}

/** The rarest symbol that occurs, the highest of several; -1 where there is none but `except`. */
function rarest(weights: Float64Array, except: number): number {
  let found = -1;
  for (const [symbol, weight] of weights.entries()) {
    if (weight === 0 || symbol === except) continue;
    if (found < 0 || weight <= (weights[found] as number)) found = symbol;
  }
  return found;
}

/** Shortens codes of more than 16 bits at the cost of shorter ones, and takes out the reserved code (figure K.3). */
function limitTo16(counts: number[]): void {
  const add = (size: number, change: number) => {
    counts[size] = (counts[size] as number) + change;
  };
  for (let size = LONGEST; size > 16; size--) {
    while ((counts[size] as number) > 0) {
      let shorter = size - 2;
      while (counts[shorter] === 0) shorter--;
      add(size, -2);
      add(size - 1, 1);
      add(shorter + 1, 2);
      add(shorter, -1);
    }
  }
  let last = 16;
  while (counts[last] === 0) last--;
  add(last, -1);
}
