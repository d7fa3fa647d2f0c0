/**
 * The weighted sums of separable filters in SIMD: down columns and along rows, in fixed point, floats, or doubles for
 * alpha.
 */
import type { Simd } from './simd.ts';

/** Weights of all results in the SIMD memory, one row of a table for each. */
export interface Shares {
  readonly table: number;
  /** Bytes of a row. */
  readonly row: number;
  /** Weights in a row; those that only fill it up are 0. */
  readonly taps: number;
  /** Fractional bits of fixed-point weights. */
  readonly shift: number;
}

/** Rows of pixels, and the rows that are made of them. */
export interface MixedLines {
  readonly count: number;
  /** Places of the first source row and the first result, and bytes from row to row. */
  readonly from: number;
  readonly line: number;
  readonly to: number;
  readonly goal: number;
  /** Pixels of a result row. */
  readonly pixels: number;
  readonly channels: number;
}

/** Rows that are filtered together, which takes half the time. */
export const TOGETHER = 4;

/** Takes memory for `TOGETHER` rows. Each starts at a cache line, with room for what is written behind it. */
export function takeLines(simd: Simd, bytes: number) {
  const stride = Math.ceil((bytes + 16) / 64) * 64;
  const first = simd.take(TOGETHER * stride);
  return { stride, at: (line: number) => first + line * stride };
}

/** How samples are stored in rows, and how weighted sums are computed. */
export interface Arithmetic {
  /** Bytes of a sample. */
  readonly bytes: 2 | 4 | 16;
  /** Takes memory for weights: `taps` for each result, which sum to 1. */
  takeShares(simd: Simd, taps: number, weights: Float64Array): Shares;
  /** Weighted sums of the rows whose places are in a table, by one row of weights. */
  sum(simd: Simd, places: number, shares: Shares, row: number, samples: number, to: number): void;
  /** Weighted sums of neighbours in rows. Two tables hold where each pixel's neighbours begin, and its weights. */
  mix(simd: Simd, places: number, shares: Shares, rows: number, lines: MixedLines): void;
}

/** The most fractional bits with which all weights fit 16 bits, and their sums with 16-bit samples fit 32. */
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
  // Rounding may add one.
  return Math.floor(Math.log2(Math.min((2 ** 15 - 2) / largest, (2 ** 16 - 2) / most)));
}

/** Weights as 16-bit integers. */
interface WholeShares {
  readonly shares: Int16Array;
  /** Of each result: a whole number of pairs. */
  readonly taps: number;
  readonly shift: number;
}

/**
 * Rounded weights are cached as long as the weights live: rounding them takes longer than scaling a small picture.
 */
const wholeShares = new WeakMap<Float64Array, WholeShares>();

/** Rounds the cumulative sums of a result's weights, so that a flat area stays as it is. */
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
 * Fixed point: samples and weights of 16 bits. Sums are rounded to a sample's last bit and saturate at 16 bits.
 * Weights are off by at most 2 ** -15, or twice that if one is nearly 1.
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
    // Each remaining row is computed four times in one place.
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
  mix({ code }, places, { taps }, rows, lines) {
    const { pixels, channels } = lines;
    eachLine(lines, (from, to) => code.mixFloats(from, places, rows, pixels, taps, channels, to));
  },
};

/** Alphas beside pixels, two doubles each: see assembly/alpha.ts. */
export const ALPHAS: Arithmetic = {
  bytes: 16,
  takeShares(simd, taps, weights) {
    const table = simd.take(16 * weights.length);
    const shares = new Float64Array(simd.bytes.buffer, table, 2 * weights.length);
    for (let at = 0; at < weights.length; at++) {
      const weight = weights[at] as number;
      shares[2 * at] = weight;
      shares[2 * at + 1] = Math.abs(weight);
    }
    return { table, row: 16 * taps, taps, shift: 0 };
  },
  sum: ({ code }, places, { taps }, row, samples, to) => code.sumAlphas(places, row, taps, samples, to),
  mix({ code }, places, { taps }, rows, lines) {
    const { pixels } = lines;
    eachLine(lines, (from, to) => code.mixAlphas(from, places, rows, pixels, taps, to));
  },
};

function eachLine(
  { count, from, line, to, goal }: MixedLines,
  mix: (from: number, to: number) => void,
): void {
  for (let at = 0; at < count; at++) mix(from + at * line, to + at * goal);
}
