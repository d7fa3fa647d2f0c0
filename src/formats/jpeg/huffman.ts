/** Huffman codes, and optimal tables for given symbol counts. */
import type { HuffmanSpec } from './tables.ts';

/** Code and length by symbol. Symbols outside the table have length 0. */
export interface HuffmanCodes {
  readonly codes: Uint16Array;
  readonly lengths: Uint8Array;
}

/** The codes of a table, ascending within each length (ITU-T T.81, annex C). */
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

/** Longest code before limiting to 16 bits; libjpeg's `MAX_CLEN`. */
const LONGEST = 32;

/** A symbol that reserves the all-ones code, which must not be used (ITU-T T.81, K.2). */
const RESERVED = 256;

/**
 * The optimal table for symbol frequencies (ITU-T T.81, annex K.2). Among equally rare symbols the highest comes
 * first, as in libjpeg, so that files are equal.
 */
export function optimalHuffman(frequencies: ArrayLike<number>): HuffmanSpec {
  const sizes = codeSizes(frequencies);
  const counts = new Array<number>(LONGEST + 1).fill(0);
  for (const size of sizes) if (size > 0) (counts[size] as number)++;
  limitTo16(counts);
  const symbols = Array.from({ length: RESERVED }, (_, symbol) => symbol)
    .filter((symbol) => sizes[symbol] !== 0)
    // A stable sort keeps the order of symbols with equal lengths.
    .sort((a, b) => (sizes[a] as number) - (sizes[b] as number));
  return { counts: Uint8Array.from(counts.slice(1, 17)), symbols: Uint8Array.from(symbols) };
}

/** Code lengths from a Huffman tree (figure K.1). */
function codeSizes(frequencies: ArrayLike<number>): Uint8Array {
  const weights = new Float64Array(RESERVED + 1);
  weights.set(Array.from(frequencies).slice(0, RESERVED));
  weights[RESERVED] = 1;
  const sizes = new Uint8Array(RESERVED + 1);
  /** Symbols in each tree. */
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

/** The rarest occurring symbol; among equals the highest. -1 when only `except` is left. */
function rarest(weights: Float64Array, except: number): number {
  let found = -1;
  for (const [symbol, weight] of weights.entries()) {
    if (weight === 0 || symbol === except) continue;
    if (found < 0 || weight <= (weights[found] as number)) found = symbol;
  }
  return found;
}

/** Shortens codes of more than 16 bits by lengthening others, and removes the reserved code (figure K.3). */
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
