/**
 * The median of 16-bit and f32 samples by a sliding histogram of ranks: Huang, Yang and Tang (1979), with two coarser
 * levels of bins above, in blocks whose ranks have 16 bits.
 */
import type { Image } from '../../core/image.ts';
import type { Work } from '../../core/turns.ts';
import { fromSortableIntegers, toSortableIntegers } from './sortable-integers.ts';

/** Side of a block with its surroundings. Its samples have 16-bit ranks. */
const SIDE = 256;
const RANKS = SIDE * SIDE;

/** Ranks in a bin of the second and of the third level of the histogram, as shifts. */
const SECOND = 5;
const THIRD = 10;

/** Rows of a block between two yields. */
const ROWS = 8;

/** A part of a picture, and how many pixels around it belong to its windows. */
interface Block {
  readonly left: number;
  readonly top: number;
  readonly columns: number;
  readonly rows: number;
  readonly reach: number;
}

/**
 * Turns each block into ranks, which for u16 are the levels themselves. The histogram then slides to and fro through
 * the block; a step replaces one row or column of the window.
 */
export function* medianByRankHistogram(input: Image, reach: number, output: Image): Work<void> {
  const ranks = new Uint16Array(RANKS);
  const keys = new Int32Array(RANKS);
  const sorted = new Float64Array(RANKS);
  const counts: Counts = [
    new Int32Array(RANKS),
    new Int32Array(RANKS >> SECOND),
    new Int32Array(RANKS >> THIRD),
  ];
  const inner = SIDE - 2 * reach;
  const { width, height, channels, type } = input;
  for (let top = 0; top < height; top += inner) {
    for (let left = 0; left < width; left += inner) {
      const columns = Math.min(inner, width - left);
      const rows = Math.min(inner, height - top);
      const block = { left, top, columns, rows, reach };
      for (let channel = 0; channel < channels; channel++) {
        const used = loadBlock(input, block, channel, keys);
        yield;
        if (type === 'f32') yield* rankKeys(keys, sorted.subarray(0, used), ranks);
        else ranks.set(keys);
        yield* slideBlock(ranks, counts, block, keys);
        if (type === 'f32')
          for (let at = 0; at < columns * rows; at++) keys[at] = keyOf(sorted[keys[at] as number] as number);
        storeBlock(keys, block, channel, output);
      }
    }
  }
}

type Counts = readonly [ones: Int32Array, second: Int32Array, third: Int32Array];

/** Sortable integers of a block and its surroundings. Beyond an edge the nearest sample counts. Returns how many. */
function loadBlock(
  input: Image,
  { left, top, columns, rows, reach }: Block,
  channel: number,
  keys: Int32Array,
): number {
  const { data, width, height, channels } = input;
  const first = Math.max(0, left - reach);
  const end = Math.min(width, left + columns + reach);
  const line = new Int32Array((end - first) * channels);
  let at = 0;
  for (let y = top - reach; y < top + rows + reach; y++) {
    const row = Math.max(0, Math.min(height - 1, y));
    toSortableIntegers(data, (row * width + first) * channels, line);
    for (let x = left - reach; x < left + columns + reach; x++) {
      const column = Math.max(first, Math.min(end - 1, x)) - first;
      keys[at++] = line[column * channels + channel] as number;
    }
  }
  return at;
}

function storeBlock(
  keys: Int32Array,
  { left, top, columns, rows }: Block,
  channel: number,
  output: Image,
): void {
  const { data, width, channels } = output;
  const line = new Int32Array(columns);
  const samples = data.slice(0, columns);
  for (let y = 0; y < rows; y++) {
    line.set(keys.subarray(y * columns, (y + 1) * columns));
    fromSortableIntegers(line, samples, 0);
    let at = ((top + y) * width + left) * channels + channel;
    for (let x = 0; x < columns; x++, at += channels) data[at] = samples[x] as number;
  }
}

/** Sorts the keys together with their places, and gives each place its rank. Equal keys get different ranks. */
function* rankKeys(keys: Int32Array, sorted: Float64Array, ranks: Uint16Array): Work<void> {
  for (let at = 0; at < sorted.length; at++) sorted[at] = (keys[at] as number) * RANKS + at;
  yield;
  // Sorting up to 65,536 numbers takes some milliseconds.
  sorted.sort();
  yield;
  for (let rank = 0; rank < sorted.length; rank++) {
    const keyed = sorted[rank] as number;
    ranks[keyed - keyOf(keyed) * RANKS] = rank;
  }
}

function keyOf(keyed: number): number {
  return Math.floor(keyed / RANKS);
}

/** Finds the median of each window of a block, row by row. */
function* slideBlock(ranks: Uint16Array, counts: Counts, block: Block, to: Int32Array): Work<void> {
  const { rows, reach } = block;
  const side = 2 * reach + 1;
  const stride = block.columns + 2 * reach;
  for (const level of counts) level.fill(0);
  for (let row = 0; row < side; row++) change(ranks, counts, row * stride, 1, side, 1);
  for (let y = 0; y < rows; y++) {
    slideRow(ranks, counts, block, y, to);
    if (y % ROWS === 0) yield;
  }
}

/** Finds the medians of a row: from left to right in even rows, back in odd ones. */
function slideRow(
  ranks: Uint16Array,
  counts: Counts,
  { columns, reach }: Block,
  y: number,
  to: Int32Array,
): void {
  const side = 2 * reach + 1;
  const half = (side * side - 1) / 2;
  const stride = columns + 2 * reach;
  const step = y % 2 === 0 ? 1 : -1;
  let x = step > 0 ? 0 : columns - 1;
  if (y > 0) {
    change(ranks, counts, (y - 1) * stride + x, 1, side, -1);
    change(ranks, counts, (y - 1 + side) * stride + x, 1, side, 1);
  }
  to[y * columns + x] = findRank(counts, half);
  for (let moved = 1; moved < columns; moved++) {
    change(ranks, counts, y * stride + (step > 0 ? x : x + side - 1), stride, side, -1);
    change(ranks, counts, y * stride + (step > 0 ? x + side : x - 1), stride, side, 1);
    x += step;
    to[y * columns + x] = findRank(counts, half);
  }
}

/** Adds `count` to the counts of `length` ranks. */
function change(
  ranks: Uint16Array,
  [ones, second, third]: Counts,
  first: number,
  step: number,
  length: number,
  count: number,
): void {
  for (let at = first, end = first + length * step; at < end; at += step) {
    const rank = ranks[at] as number;
    ones[rank] = (ones[rank] as number) + count;
    second[rank >> SECOND] = (second[rank >> SECOND] as number) + count;
    third[rank >> THIRD] = (third[rank >> THIRD] as number) + count;
  }
}

/** The rank that has `before` others below it. */
function findRank([ones, second, third]: Counts, before: number): number {
  let left = before;
  let at = 0;
  while (left >= (third[at] as number)) left -= third[at++] as number;
  at <<= THIRD - SECOND;
  while (left >= (second[at] as number)) left -= second[at++] as number;
  at <<= SECOND;
  while (left >= (ones[at] as number)) left -= ones[at++] as number;
  return at;
}
