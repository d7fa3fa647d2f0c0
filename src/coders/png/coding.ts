/** Chooses how zlib codes the bytes of a PNG. */
import { entropyCost, runsCost, valueCount } from './cost.ts';
import type { FilterName } from './filter.ts';

/**
 * The repetitions that deflate searches for: none (Huffman codes only), runs of one byte, or all. Photos gain little
 * from the search for all; text and graphics need it.
 */
export type Coding = 'entropy' | 'runs' | 'matches';

/** A choice for some bytes. */
export interface Coded {
  readonly coding: Coding;
  /** Expected size of the result, as a fraction. */
  readonly remains: number;
}

/** How a band is filtered and coded. */
export interface Method extends Coded {
  readonly filter: FilterName;
}

/**
 * Size of deflate's result divided by the counter's estimate. Measured 0.7 to 0.8 for text, down to 0.45 for few
 * levels, whose longest repetitions are hard to find. These values are on the high side, because searching is slow.
 */
const FOUND = { many: 0.85, few: 0.6 } as const;

/** Pictures with at most this many levels count as drawings of few levels. */
const FEW = 16;

/** An estimate counts as better only below this fraction of another. */
export const GAIN = 0.95;

/**
 * The coding with the smallest estimate for `length` bytes; `matches` is the estimate in bits when searching for
 * repetitions.
 */
export function codingOf(
  bytes: Uint8Array,
  length: number,
  matches: number,
  entropy: number = entropyCost(bytes, length),
): Coded {
  const runs = runsCost(bytes, length);
  const cost = Math.min(entropy, runs, matches);
  // Searching takes several times as long.
  const coding = matches < Math.min(entropy, runs) * GAIN ? 'matches' : runs < entropy ? 'runs' : 'entropy';
  return { coding, remains: cost / (8 * length) };
}

/** The same for unfiltered bytes, by the counter's estimate. */
export function codingOfRaw(bytes: Uint8Array, length: number, counted: number): Coded {
  const few = valueCount(bytes, length) <= FEW;
  const entropy = entropyCost(bytes, length);
  const left = few ? FOUND.few : counted < entropy * GAIN ? FOUND.many : 1;
  const { coding, remains } = codingOf(bytes, length, counted * left, entropy);
  // Pictures that do best without a filter are drawn, not photographed, and repeat more than single bytes.
  return { coding: coding === 'runs' ? 'matches' : coding, remains };
}
