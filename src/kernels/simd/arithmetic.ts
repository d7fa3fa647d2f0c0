import type { Simd } from './simd.ts';

/** Shares of results, for each a row of a table in the SIMD code's memory. */
export interface Shares {
  readonly table: number;
  /** Bytes of a row. */
  readonly row: number;
  /** Entries of a row; those that only fill it up are 0. */
  readonly taps: number;
  /** Whole numbers' bits behind the point. */
  readonly shift: number;
}

/** Rows of pixels, and those that are made of them. */
export interface MixedLines {
  readonly count: number;
  /** The first one of each, and how far they are from each other. */
  readonly from: number;
  readonly line: number;
  readonly to: number;
  readonly goal: number;
  /** Of a row that is made. */
  readonly pixels: number;
  readonly channels: number;
}

/** Rows that are mixed in half of the time when they are mixed together. */
export const TOGETHER = 4;

/** Takes memory for so many rows, each from a cache line on and with room for what is written behind it. */
export function takeLines(simd: Simd, bytes: number) {
  const stride = Math.ceil((bytes + 16) / 64) * 64;
  const first = simd.take(TOGETHER * stride);
  return { stride, at: (line: number) => first + line * stride };
}

/** How samples are kept in rows and added up. */
export interface Arithmetic {
  /** Bytes of a sample. */
  readonly bytes: 2 | 4 | 16;
  /** Takes a table for weights, `taps` for each result, which count 1 together. */
  takeShares(simd: Simd, taps: number, weights: Float64Array): Shares;
  /** Sums of the rows at the places in a table, with one row of shares. */
  sum(simd: Simd, places: number, shares: Shares, row: number, samples: number, to: number): void;
  /** Sums of neighbours in rows; two tables say where those of each pixel begin, and its shares. */
  mix(simd: Simd, places: number, shares: Shares, rows: number, lines: MixedLines): void;
}

/** The most bits that all weights have in 16 bits, and their sums with samples of 16 bits in 32. */
function shiftFor(taps: number, weights: Float64Array): number {
  let [largest, most] = [0, 0];
  for (let first = 0; first < weights.length; first += taps) {
    let sum = 0;
    for (let at = first; at < first + taps; at++) {
      const size = Math.abs(weights[at] as number);
      largest = Math.max(largest, size);
      sum += size;
    }
    most = Math.max(most, sum);
  }
  // What is rounded may be one more.
  return Math.floor(Math.log2(Math.min((2 ** 15 - 2) / largest, (2 ** 16 - 2) / most)));
}

/** Weights as whole numbers of 16 bits. */
interface WholeShares {
  readonly shares: Int16Array;
  /** Of each result: a whole number of pairs. */
  readonly taps: number;
  readonly shift: number;
}

/** Kept as long as the weights are, for these take longer to round than a small picture to scale. */
const wholeShares = new WeakMap<Float64Array, WholeShares>();

/** Each sum of a result's weights, from the first one on, is rounded, so that what is flat stays as it is. */
function inWholeNumbers(given: number, weights: Float64Array): WholeShares {
  const shift = shiftFor(given, weights);
  const taps = given + (given % 2);
  const shares = new Int16Array((weights.length / given) * taps);
  for (let result = 0; result < weights.length / given; result++) {
    let [sum, before] = [0, 0];
    for (let tap = 0; tap < given; tap++) {
      sum += (weights[result * given + tap] as number) * 2 ** shift;
      const whole = Math.round(sum);
      shares[result * taps + tap] = whole - before;
      before = whole;
    }
  }
  return { shares, taps, shift };
}

/**
 * Samples and shares of 16 bits. Sums are rounded to the samples' last bit, and kept within 16 bits; shares are off
 * by 2 ** -15 at most, or twice that where one is nearly 1.
 */
export const FINE: Arithmetic = {
  bytes: 2,
  takeShares(simd, given, weights) {
    const whole = wholeShares.get(weights) ?? inWholeNumbers(given, weights);
    wholeShares.set(weights, whole);
    const { shares, taps, shift } = whole;
    const table = simd.take(2 * shares.length);
    simd.halves.set(shares, table / 2);
    return { table, row: 2 * taps, taps, shift };
  },
  sum: ({ code }, places, { taps, shift }, row, samples, to) =>
    code.sumFine(places, row, taps / 2, samples, shift, to),
  mix({ code }, places, { taps, shift }, rows, { count, from, line, to, goal, pixels, channels }) {
    const mix = (first: number, stride: number, goalStride: number) => {
      const [at, goalAt] = [from + first * line, to + first * goal];
      code.mixFine(at, stride, places, rows, pixels, taps / 2, channels, shift, goalAt, goalStride);
    };
    let first = 0;
    for (; first + TOGETHER <= count; first += TOGETHER) mix(first, line, goal);
    // What is over is made four times in one place.
    for (; first < count; first++) mix(first, 0, 0);
  },
};

export const FLOATS: Arithmetic = {
  bytes: 4,
  takeShares(simd, taps, weights) {
    const table = simd.take(4 * weights.length);
    simd.floats.set(weights, table / 4);
    return { table, row: 4 * taps, taps, shift: 0 };
  },
  sum: ({ code }, places, { taps }, row, samples, to) => code.sumFloats(places, row, taps, samples, to),
  mix: ({ code }, places, { taps }, rows, { pixels, channels, ...lines }) =>
    eachLine(lines, (from, to) => code.mixFloats(from, places, rows, pixels, taps, channels, to)),
};

/** Alphas beside pixels, two doubles each: see assembly/alpha.ts. */
export const ALPHAS: Arithmetic = {
  bytes: 16,
  takeShares(simd, taps, weights) {
    const table = simd.take(16 * weights.length);
    const shares = new Float64Array(simd.bytes.buffer, table, 2 * weights.length);
    for (const [at, weight] of weights.entries()) shares.set([weight, Math.abs(weight)], 2 * at);
    return { table, row: 16 * taps, taps, shift: 0 };
  },
  sum: ({ code }, places, { taps }, row, samples, to) => code.sumAlphas(places, row, taps, samples, to),
  mix: ({ code }, places, { taps }, rows, { pixels, ...lines }) =>
    eachLine(lines, (from, to) => code.mixAlphas(from, places, rows, pixels, taps, to)),
};

function eachLine(
  { count, from, line, to, goal }: Omit<MixedLines, 'pixels' | 'channels'>,
  mix: (from: number, to: number) => void,
): void {
  for (let at = 0; at < count; at++) mix(from + at * line, to + at * goal);
}
