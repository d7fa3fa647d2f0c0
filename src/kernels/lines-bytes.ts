import { type Image, sampleCount } from '../core/image.ts';
import type { LineFilter } from '../math/gaussian.ts';
import { acrossLines } from './across.ts';
import { FilteredRows } from './filtered-rows.ts';

/**
 * Two samples lie in one f64, so that one product weighs both: the second in front of 26 bits for the sum
 * of the first. Weights and samples are whole numbers, so that all sums are.
 */
const SECOND = 2 ** 26;

/** What weights of bytes sum up to. They are off by half of one: with 8 taps a row by 0.01 levels. */
const ONE = 2 ** 16;

/** Rows that were filtered once have 5 bits behind the point, and 13 are left for the weights. */
const FINE = 2 ** 5;
const ONE_FOR_FINE = 2 ** 13;

/**
 * Where sums with 18 bits behind the point begin, so that they are rounded, and that the f64's own bits
 * are those of the whole number: from 2 ** 52 on its lowest one counts 1.
 */
const ROUNDED_BITS = 2 ** 52 + 2 ** 17 * (1 + SECOND);

/** As `convolve`, for u8 without alpha in half the multiplications for the columns. */
export function convolveBytes(
  input: Image,
  columns: readonly LineFilter[],
  rows: readonly LineFilter[],
  { data: to }: Image,
): void {
  const [first, second] = columns as [LineFilter, LineFilter?];
  const length = sampleCount({ ...input, height: 1 });
  const across = acrossLines(rows, input.channels);
  const sums = new FilteredRows(inWholeNumbers(first, ONE), Math.ceil(length / 2), (y, slot) => {
    packBytes(input.data, y * length, length, slot);
  });
  const pairs = new Float64Array(Math.ceil(length / 2));
  const line = new Float64Array(length);
  if (!second) {
    for (let y = 0; y < first.outSize; y++) {
      sums.make(y, pairs);
      unpack(pairs, line, 1 / ONE);
      const mixed = across(line);
      for (let at = 0; at < length; at++) to[y * length + at] = (mixed[at] as number) + 0.5;
    }
    return;
  }
  const filter = inWholeNumbers(second, ONE_FOR_FINE);
  const whole = new FilteredRows(filter, pairs.length, (y, slot) => {
    sums.make(y, pairs);
    unpack(pairs, line, FINE / ONE);
    packFine(across(line), slot);
  });
  const result = new Float64Array(pairs.length);
  for (let y = 0; y < second.outSize; y++) {
    result.fill(ROUNDED_BITS);
    whole.make(y, result, 1);
    storeBytes(result, to, y * length, length);
  }
}

/** Weights as whole numbers whose sum is `one`. */
function inWholeNumbers(filter: LineFilter, one: number): LineFilter {
  const { phases, taps } = filter;
  const weights = filter.weights.map((weight) => Math.round(weight * one));
  for (let phase = 0; phase < phases; phase++) {
    const row = weights.subarray(phase * taps, (phase + 1) * taps);
    const largest = row.indexOf(Math.max(...row));
    row[largest] = (row[largest] as number) + one - row.reduce((sum, weight) => sum + weight, 0);
  }
  return { ...filter, weights };
}

/** Puts the samples of the second half of a row beside those of the first. */
function packBytes(data: Image['data'], first: number, length: number, pairs: Float64Array): void {
  const half = pairs.length;
  for (let at = 0; at < length - half; at++) {
    pairs[at] = (data[first + at] as number) + SECOND * (data[first + half + at] as number);
  }
  if (2 * half > length) pairs[half - 1] = data[first + half - 1] as number;
}

/** The same for a line of samples times `FINE`, rounded. */
function packFine(line: Float64Array, pairs: Float64Array): void {
  const half = pairs.length;
  const rest = line.length - half;
  for (let at = 0; at < rest; at++) {
    const low = ((line[at] as number) + 0.5) | 0;
    pairs[at] = low + SECOND * (((line[half + at] as number) + 0.5) | 0);
  }
  if (rest < half) pairs[rest] = ((line[rest] as number) + 0.5) | 0;
}

function unpack(pairs: Float64Array, line: Float64Array, scale: number): void {
  const half = pairs.length;
  for (let at = 0; at < half; at++) {
    const pair = pairs[at] as number;
    const high = (pair * (1 / SECOND)) | 0;
    line[at] = (pair - high * SECOND) * scale;
    // Behind the end of a line of an odd number nothing is written.
    line[half + at] = high * scale;
  }
}

/** Stores sums that began at `ROUNDED_BITS`: bits 18 to 25, and 26 further up those of the second one. */
function storeBytes(pairs: Float64Array, to: Image['data'], first: number, length: number): void {
  const half = pairs.length;
  const words = new Int32Array(pairs.buffer);
  // Bytes keep the lowest 8 bits of what is stored in them.
  for (let at = 0; at < half; at++) to[first + at] = (words[2 * at] as number) >> 18;
  for (let at = 0; at < length - half; at++) to[first + half + at] = (words[2 * at + 1] as number) >> 12;
}
