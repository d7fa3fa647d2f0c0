/** The column histograms of a constant-time median: Perreault and Hébert (2007). */

/** Bytes of the counts of sixteen bins, or of the sixteen levels of a bin; and of all levels. */
const BINS: usize = 32;
const LEVELS: usize = 16 * BINS;

/** Adds `by` to the counts of bytes that lie `step` apart, each in the histogram of its column. */
export function countColumns(
  from: usize,
  step: usize,
  columns: usize,
  coarse: usize,
  fine: usize,
  by: i32,
): void {
  for (let x: usize = 0; x < columns; x++) {
    const level: usize = load<u8>(from + x * step);
    const bin = coarse + x * BINS + 2 * (level >> 4);
    const exact = fine + x * LEVELS + 2 * level;
    store<u16>(bin, (load<u16>(bin) + by) as u16);
    store<u16>(exact, (load<u16>(exact) + by) as u16);
  }
}

/**
 * The medians of a row, from the histograms of columns up to `reach` away. `room` is for the window's counts: 32
 * bytes of bins, 512 of levels, a word for each bin, and 64 bytes.
 */
export function slideWindow(
  coarse: usize,
  fine: usize,
  columns: i32,
  reach: i32,
  room: usize,
  to: usize,
): void {
  const levels = room + BINS;
  const counted = levels + LEVELS;
  const sums = counted + 64;
  const half = ((2 * reach + 1) * (2 * reach + 1) - 1) / 2;
  const last = columns - 1;
  // The pixel that each bin's levels were last counted for: none yet, and nothing in common.
  for (let bin: usize = 0; bin < 16; bin++) store<i32>(counted + 4 * bin, -2 * reach - 2);
  let low = i16x8.splat(0);
  let high = low;
  for (let x = -reach; x <= reach; x++) {
    const come = coarse + BINS * (min(last, max(0, x)) as usize);
    low = i16x8.add(low, v128.load(come));
    high = i16x8.add(high, v128.load(come, 16));
  }
  for (let x = 0; x <= last; x++) {
    v128.store(room, low);
    v128.store(room, high, 16);
    const bin = findRank(room, half, sums);
    const left = half - before(bin, sums);
    const first = levels + BINS * (bin as usize);
    const own = counted + 4 * (bin as usize);
    countLevels(first, fine + BINS * (bin as usize), load<i32>(own), x, reach, last);
    store<i32>(own, x);
    store<u8>(to + (x as usize), (16 * bin + findRank(first, left, sums)) as u8);
    const gone = coarse + BINS * (max(0, x - reach) as usize);
    const come = coarse + BINS * (min(last, x + reach + 1) as usize);
    low = i16x8.add(low, i16x8.sub(v128.load(come), v128.load(gone)));
    high = i16x8.add(high, i16x8.sub(v128.load(come, 16), v128.load(gone, 16)));
  }
}

/** The first of sixteen counts whose cumulative sum exceeds a rank. `sums` receives the cumulative sums. */
function findRank(counts: usize, rank: i32, sums: usize): i32 {
  const low = addUp(v128.load(counts));
  const high = i16x8.add(addUp(v128.load(counts, 16)), v128.shuffle<i16>(low, low, 7, 7, 7, 7, 7, 7, 7, 7));
  v128.store(sums, low);
  v128.store(sums, high, 16);
  const limit = i16x8.splat(rank as i16);
  const passed = i8x16.narrow_i16x8_s(i16x8.le_s(low, limit), i16x8.le_s(high, limit));
  return popcnt(i8x16.bitmask(passed));
}

function before(bin: i32, sums: usize): i32 {
  return bin > 0 ? (load<u16>(sums + 2 * (bin as usize) - 2) as i32) : 0;
}

/** The cumulative sums of eight numbers. */
function addUp(numbers: v128): v128 {
  const none = i16x8.splat(0);
  const pairs = i16x8.add(numbers, v128.shuffle<i16>(none, numbers, 0, 8, 9, 10, 11, 12, 13, 14));
  const fours = i16x8.add(pairs, v128.shuffle<i16>(none, pairs, 0, 1, 8, 9, 10, 11, 12, 13));
  return i16x8.add(fours, v128.shuffle<i16>(none, fours, 0, 1, 2, 3, 8, 9, 10, 11));
}

/** Moves the levels of a bin from the window around column `from` to that around `x`. */
function countLevels(levels: usize, fine: usize, from: i32, x: i32, reach: i32, last: i32): void {
  const afresh = 2 * (x - from) > 2 * reach + 1;
  let low = afresh ? i16x8.splat(0) : v128.load(levels);
  let high = afresh ? i16x8.splat(0) : v128.load(levels, 16);
  for (let column = afresh ? x - reach : from + reach + 1; column <= x + reach; column++) {
    const come = fine + LEVELS * (min(last, max(0, column)) as usize);
    low = i16x8.add(low, v128.load(come));
    high = i16x8.add(high, v128.load(come, 16));
  }
  for (let column = afresh ? x - reach : from - reach; column < x - reach; column++) {
    const gone = fine + LEVELS * (max(0, column) as usize);
    low = i16x8.sub(low, v128.load(gone));
    high = i16x8.sub(high, v128.load(gone, 16));
  }
  v128.store(levels, low);
  v128.store(levels, high, 16);
}
