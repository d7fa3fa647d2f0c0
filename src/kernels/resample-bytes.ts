import { type Image, sampleCount } from '../core/image.ts';
import type { Weights } from '../math/kernels.ts';

/** Whole numbers instead of fractions for weights: they are off by 2^-17 at most, a row by 0.03 levels. */
const ONE = 2 ** 16;

/**
 * Two samples lie in one f64, so that one product weighs both: the second in front of 26 bits for the sum
 * of the first. 255 levels times `ONE` times the weights' absolute sum, which is below 2, fit into them.
 */
const SECOND = 2 ** 26;

/** Rows that are added at once: those of a Lanczos 3 that enlarges, and half of what halves. */
const SIX = 6;

/** Numbers that are kept at most of the rows that a row is made of: 32 MiB. */
const RING = 2 ** 22;

/** Whether the rows of so many samples that a row is made of can be kept. */
export function fitsBytes({ taps }: Weights, length: number): boolean {
  return taps * length <= 2 * RING;
}

/**
 * Scales 8-bit rows without alpha, the rows first. `store` gets each row of the result, rounded. As
 * `resample`, in half the multiplications for the rows.
 */
export function resampleBytes(
  input: Image,
  rows: Weights,
  columns: Weights,
  store: (line: Uint8ClampedArray, y: number) => void,
): void {
  const { channels, data } = input;
  const length = sampleCount({ ...input, height: 1 });
  const half = Math.ceil(length / 2);
  const { taps, starts } = rows;
  const whole = wholeWeights(rows);
  const ring = new Float64Array(half * taps);
  const sums = new Float64Array(half);
  const line = new Float64Array(2 * half);
  const narrow = new Uint8ClampedArray(columns.starts.length * channels);
  let next = 0;
  for (let y = 0; y < starts.length; y++) {
    const start = starts[y] as number;
    for (next = Math.max(next, start); next < start + taps; next++) {
      const at = (next % taps) * half;
      pack(data.subarray(next * length, (next + 1) * length) as Uint8Array, ring.subarray(at, at + half));
    }
    const used = tapsOf(whole, y, taps);
    for (let from = 0; from < used.length; from += SIX) {
      const group = used.slice(from, from + SIX);
      const offsets = group.map((tap) => ((start + tap) % taps) * half);
      const shares = group.map((tap) => whole[y * taps + tap] as number);
      addSix(ring, sums, offsets, shares, from > 0);
    }
    unpack(sums, line);
    if (channels === 3) mixThree(line, columns, narrow);
    else mixOne(line, columns, narrow);
    store(narrow, y);
  }
}

/** The weights of each output as whole numbers that add up to `ONE`: a constant colour stays what it is. */
function wholeWeights({ taps, weights }: Weights): Float64Array {
  const whole = weights.map((weight) => Math.round(weight * ONE));
  for (let first = 0; first < whole.length; first += taps) {
    const row = whole.subarray(first, first + taps);
    const most = row.indexOf(Math.max(...row));
    row[most] = (row[most] as number) + ONE - row.reduce((sum, weight) => sum + weight, 0);
  }
  return whole;
}

/** Taps that weigh anything. */
function tapsOf(whole: Float64Array, y: number, taps: number): number[] {
  return Array.from({ length: taps }, (_, tap) => tap).filter((tap) => whole[y * taps + tap] !== 0);
}

/** Puts the first half of a row below the second. */
function pack(row: Uint8Array, to: Float64Array): void {
  const half = to.length;
  for (let at = 0; at < half; at++) to[at] = (row[at] as number) + SECOND * (row[half + at] ?? 0);
}

/** Takes sums of packed samples apart. */
function unpack(sums: Float64Array, to: Float64Array): void {
  const half = sums.length;
  for (let at = 0; at < half; at++) {
    const both = sums[at] as number;
    const second = Math.floor(both / SECOND + 0.5);
    to[at] = both - SECOND * second;
    to[half + at] = second;
  }
}

/** Weighs up to six packed rows, and adds them where `more` says so. */
function addSix(
  from: Float64Array,
  to: Float64Array,
  [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0]: readonly number[],
  [wa = 0, wb = 0, wc = 0, wd = 0, we = 0, wf = 0]: readonly number[],
  more: boolean,
): void {
  const kept = more ? 1 : 0;
  for (let at = 0; at < to.length; at++) {
    const first = wa * (from[a + at] as number) + wb * (from[b + at] as number);
    const second = wc * (from[c + at] as number) + wd * (from[d + at] as number);
    const third = we * (from[e + at] as number) + wf * (from[f + at] as number);
    to[at] = kept * (to[at] as number) + (first + second + third);
  }
}

/** Makes one row from the pixels of another, three channels at once. */
function mixThree(from: Float64Array, { taps, starts, weights }: Weights, to: Uint8ClampedArray): void {
  for (let x = 0; x < starts.length; x++) {
    let [red, green, blue] = [0, 0, 0];
    let pixel = 3 * (starts[x] as number);
    for (let tap = x * taps; tap < (x + 1) * taps; tap++) {
      const weight = weights[tap] as number;
      red += weight * (from[pixel] as number);
      green += weight * (from[pixel + 1] as number);
      blue += weight * (from[pixel + 2] as number);
      pixel += 3;
    }
    to[3 * x] = Math.floor(red / ONE + 0.5);
    to[3 * x + 1] = Math.floor(green / ONE + 0.5);
    to[3 * x + 2] = Math.floor(blue / ONE + 0.5);
  }
}

/** The same with one channel. */
function mixOne(from: Float64Array, { taps, starts, weights }: Weights, to: Uint8ClampedArray): void {
  for (let x = 0; x < starts.length; x++) {
    let sum = 0;
    const first = (starts[x] as number) - x * taps;
    for (let tap = x * taps; tap < (x + 1) * taps; tap++) {
      sum += (weights[tap] as number) * (from[first + tap] as number);
    }
    to[x] = Math.floor(sum / ONE + 0.5);
  }
}
