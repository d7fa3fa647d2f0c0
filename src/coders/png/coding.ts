import { entropyCost, runsCost, valueCount } from './cost.ts';
import type { FilterName } from './filter.ts';

/**
 * What deflate looks for: nothing, bytes that repeat the one before, or any repetition. Photos hardly gain
 * by more than the second, text and graphics need the third.
 */
export type Coding = 'entropy' | 'runs' | 'matches';

/** How bytes are coded. */
export interface Coded {
  readonly coding: Coding;
  /** What is about to be left of them: a fraction. */
  readonly remains: number;
}

/** How a band is filtered and coded. */
export interface Method extends Coded {
  readonly filter: FilterName;
}

/**
 * What deflate leaves of the counter's quick estimate: 0.7 to 0.8 for text, as little as 0.45 where there are
 * few levels, whose longest repetition is hard to find. Estimated rather too high, as searching is slow.
 */
const FOUND = { many: 0.85, few: 0.6 } as const;

/** Levels up to which a picture is drawn in few. */
const FEW = 16;

/** What must be gained to call one estimate better than another. */
export const GAIN = 0.95;

/** The coding that leaves least of `length` bytes, of which `matches` bits are left where matches are looked for. */
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

/** The same for bytes that are not filtered, by the counter's estimate. */
export function codingOfRaw(bytes: Uint8Array, length: number, counted: number): Coded {
  const few = valueCount(bytes, length) <= FEW;
  const entropy = entropyCost(bytes, length);
  const left = few ? FOUND.few : counted < entropy * GAIN ? FOUND.many : 1;
  const { coding, remains } = codingOf(bytes, length, counted * left, entropy);
  // What does best without a filter is drawn, not photographed: it repeats more than one byte.
  return { coding: coding === 'runs' ? 'matches' : coding, remains };
}
