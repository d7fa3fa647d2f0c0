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

/**
 * Bits of the longest code before limiting to 16. Counts of less than 2 ** 32 together make codes of 44 bits at most, when they are
 * Fibonacci's numbers. libjpeg refuses codes of more than 32.
 */
const LONGEST = 44;

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
  const weights = Float64Array.from({ length: RESERVED + 1 }, (_, symbol) => frequencies[symbol] ?? 0);
  weights[RESERVED] = 1;
  const sizes = new Uint8Array(RESERVED + 1);
  /** Symbols in each tree. */
  const trees = Array.from(weights, (_, symbol) => [symbol]);
  const live = Array.from(weights.keys()).filter((symbol) => weights[symbol] !== 0);
  while (live.length > 1) {
    const [rarest, next] = twoRarest(live, weights);
    const [kept, merged] = [live[rarest] as number, live[next] as number];
    weights[kept] = (weights[kept] as number) + (weights[merged] as number);
    live.splice(next, 1);
    (trees[kept] as number[]).push(...(trees[merged] as number[]));
    for (const symbol of trees[kept] as number[]) sizes[symbol] = (sizes[symbol] as number) + 1;
  }
  return sizes;
}

/** Places in the list of the two rarest symbols, the rarest first; among equals the highest. */
function twoRarest(live: readonly number[], weights: Float64Array): [number, number] {
  let [rarest, next] = [-1, -1];
  let [least, second] = [Infinity, Infinity];
  for (let at = 0; at < live.length; at++) {
    const weight = weights[live[at] as number] as number;
    if (weight <= least) {
      [next, second] = [rarest, least];
      [rarest, least] = [at, weight];
    } else if (weight <= second) {
      [next, second] = [at, weight];
    }
  }
  return [rarest, next];
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
