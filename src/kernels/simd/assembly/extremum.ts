/** Largest samples: of two rows, and of windows along a row. */

/** Writes the larger samples of two rows; `sample` is 1 for u8, 2 for u16, 4 for i32. Computes 64 bytes at once. */
export function largerOf(one: usize, other: usize, length: usize, sample: i32, to: usize): void {
  if (sample === 1) larger<u8>(one, other, length, to);
  else if (sample === 2) larger<u16>(one, other, length, to);
  else larger<i32>(one, other, length, to);
}

/**
 * Writes the largest sample of each window along a row, in which neighbours lie `step` bytes apart. Doubles the
 * window until two overlapping ones cover it, and overwrites the row. Computes 64 bytes at once.
 */
export function largestAlong(
  row: usize,
  length: usize,
  step: usize,
  window: usize,
  sample: i32,
  to: usize,
): void {
  const around = length + (window - 1) * step;
  let covered: usize = 1;
  for (; covered <= window / 2; covered *= 2) {
    largerOf(row, row + covered * step, around - covered * step, sample, row);
  }
  largerOf(row, row + (window - covered) * step, length, sample, to);
}

function larger<T>(one: usize, other: usize, length: usize, to: usize): void {
  for (let at: usize = 0; at < length; at += 64) {
    // All of them are read before any is written, which may be one that is to be read.
    const a = v128.max<T>(v128.load(one + at), v128.load(other + at));
    const b = v128.max<T>(v128.load(one + at, 16), v128.load(other + at, 16));
    const c = v128.max<T>(v128.load(one + at, 32), v128.load(other + at, 32));
    const d = v128.max<T>(v128.load(one + at, 48), v128.load(other + at, 48));
    v128.store(to + at, a);
    v128.store(to + at, b, 16);
    v128.store(to + at, c, 32);
    v128.store(to + at, d, 48);
  }
}
