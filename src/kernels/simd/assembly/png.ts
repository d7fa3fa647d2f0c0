/** The row filters of PNG (3rd edition, section 9.2). */

/**
 * Writes what is left of a row's bytes after prediction. `row` and `above` must have `step` bytes, one pixel, in
 * front of them. Computes 16 bytes at once.
 */
export function filterSub(row: usize, _above: usize, step: usize, length: usize, to: usize): void {
  for (let at: usize = 0; at < length; at += 16) {
    v128.store(to + at, i8x16.sub(v128.load(row + step + at), v128.load(row + at)));
  }
}

export function filterUp(row: usize, above: usize, step: usize, length: usize, to: usize): void {
  for (let at: usize = 0; at < length; at += 16) {
    v128.store(to + at, i8x16.sub(v128.load(row + step + at), v128.load(above + step + at)));
  }
}

export function filterAverage(row: usize, above: usize, step: usize, length: usize, to: usize): void {
  const one = i8x16.splat(1);
  for (let at: usize = 0; at < length; at += 16) {
    const left = v128.load(row + at);
    const over = v128.load(above + step + at);
    // The mean that there is an instruction for is rounded up.
    const odd = v128.and(v128.xor(left, over), one);
    const mean = i8x16.sub(i8x16.avgr_u(left, over), odd);
    v128.store(to + at, i8x16.sub(v128.load(row + step + at), mean));
  }
}

export function filterPaeth(row: usize, above: usize, step: usize, length: usize, to: usize): void {
  for (let at: usize = 0; at < length; at += 16) {
    const left = v128.load(row + at);
    const over = v128.load(above + step + at);
    const corner = v128.load(above + at);
    const low = nearest(
      i16x8.extend_low_i8x16_u(left),
      i16x8.extend_low_i8x16_u(over),
      i16x8.extend_low_i8x16_u(corner),
    );
    const high = nearest(
      i16x8.extend_high_i8x16_u(left),
      i16x8.extend_high_i8x16_u(over),
      i16x8.extend_high_i8x16_u(corner),
    );
    const predicted = i8x16.narrow_i16x8_u(low, high);
    v128.store(to + at, i8x16.sub(v128.load(row + step + at), predicted));
  }
}

/** The Paeth predictor: whichever is nearest to left + over - corner; on a tie left, then over. */
function nearest(left: v128, over: v128, corner: v128): v128 {
  const across = i16x8.sub(over, corner);
  const down = i16x8.sub(left, corner);
  const toLeft = i16x8.abs(across);
  const toOver = i16x8.abs(down);
  const toCorner = i16x8.abs(i16x8.add(across, down));
  const second = v128.bitselect(over, corner, i16x8.le_s(toOver, toCorner));
  return v128.bitselect(left, second, i16x8.le_s(toLeft, i16x8.min_s(toOver, toCorner)));
}

/**
 * Copies rows so that each has a pixel of zeros in front of it, and the first one a row of zeros above it: `step + length` bytes
 * each, for one row more than `height`.
 */
export function padRows(from: usize, height: usize, length: usize, step: usize, to: usize): void {
  const stride = step + length;
  memory.fill(to, 0, stride);
  for (let y: usize = 0; y < height; y++) {
    const at = to + (y + 1) * stride;
    memory.fill(at, 0, step);
    memory.copy(at + step, from + y * length, length);
  }
}

/**
 * Filters all rows of `padRows` by the filter of this number, and writes them as PNG stores them, each after its number. With a
 * filter, a row that equals the one above becomes zeros by "up". Returns the sum of absolute values.
 */
export function filterRows(
  filter: i32,
  rows: usize,
  height: usize,
  length: usize,
  step: usize,
  to: usize,
): i32 {
  const stride = step + length;
  let sum: i32 = 0;
  for (let y: usize = 0; y < height; y++) {
    const above = rows + y * stride;
    const row = above + stride;
    const goal = to + y * (length + 1);
    if (filter !== 0 && y > 0 && memory.compare(row, above, stride) === 0) {
      store<u8>(goal, 2);
      memory.fill(goal + 1, 0, length);
      continue;
    }
    store<u8>(goal, filter as u8);
    if (filter === 0) memory.copy(goal + 1, row + step, length);
    else if (filter === 1) filterSub(row, above, step, length, goal + 1);
    else if (filter === 2) filterUp(row, above, step, length, goal + 1);
    else if (filter === 3) filterAverage(row, above, step, length, goal + 1);
    else filterPaeth(row, above, step, length, goal + 1);
    for (let at: usize = 1; at <= length; at++) sum += abs<i32>(load<i8>(goal + at) as i32);
  }
  return sum;
}
