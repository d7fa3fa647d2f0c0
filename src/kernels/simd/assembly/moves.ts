/** Moves pixels: merges, mirrors and transposes them. */

/**
 * Writes pixels made of the bytes of two others, `count` pixels in each vector. Each byte of the two masks at `masks`
 * is a place in the source vector, or 255 for none. With an `otherStep` of 0 the other vector is always the same.
 * Reads and writes up to 31 bytes behind the last pixel.
 */
export function mergePixels(
  one: usize,
  oneStep: usize,
  other: usize,
  otherStep: usize,
  pixels: usize,
  count: usize,
  masks: usize,
  to: usize,
  step: usize,
): void {
  const first = v128.load(masks);
  const second = v128.load(masks, 16);
  for (let at: usize = 0; at < pixels; at += count) {
    const bytes = i8x16.swizzle(v128.load(one + oneStep * at), first);
    const others = i8x16.swizzle(v128.load(other + otherStep * at), second);
    v128.store(to + step * at, v128.or(bytes, others));
  }
}

/**
 * Writes rows with their last pixel first, `count` pixels of `step` bytes in each vector, by a mask that reverses
 * them. Reads up to 16 bytes in front of the first row, and writes as much behind the last one.
 */
export function mirrorRows(
  from: usize,
  rows: usize,
  width: usize,
  step: usize,
  count: usize,
  mask: usize,
  to: usize,
): void {
  const reverse = v128.load(mask);
  const row = width * step;
  const stride = count * step;
  for (let y: usize = 0; y < rows; y++) {
    const end = to + row;
    let source = from + row - stride;
    for (let at = to; at < end; at += stride) {
      v128.store(at, i8x16.swizzle(v128.load(source), reverse));
      source -= stride;
    }
    from += row;
    to = end;
  }
}

/**
 * Transposes pixels of up to 4 bytes. One mask makes words of a vector's pixels, the other makes pixels of words.
 * Works on blocks of 4 x 4, so it reads and writes up to 3 rows and 16 bytes further.
 */
export function turnWords(
  from: usize,
  fromRow: isize,
  columns: usize,
  rows: usize,
  step: usize,
  masks: usize,
  to: usize,
  toRow: isize,
): void {
  const spread = v128.load(masks);
  const pack = v128.load(masks, 16);
  for (let x: usize = 0; x < columns; x += 4) {
    let source = from + step * x;
    let goal = to + toRow * x;
    for (let y: usize = 0; y < rows; y += 4) {
      const a = i8x16.swizzle(v128.load(source), spread);
      const b = i8x16.swizzle(v128.load(source + fromRow), spread);
      const c = i8x16.swizzle(v128.load(source + 2 * fromRow), spread);
      const d = i8x16.swizzle(v128.load(source + 3 * fromRow), spread);
      const ab = v128.shuffle<i32>(a, b, 0, 4, 1, 5);
      const cd = v128.shuffle<i32>(c, d, 0, 4, 1, 5);
      const abEnd = v128.shuffle<i32>(a, b, 2, 6, 3, 7);
      const cdEnd = v128.shuffle<i32>(c, d, 2, 6, 3, 7);
      v128.store(goal, i8x16.swizzle(v128.shuffle<i64>(ab, cd, 0, 2), pack));
      v128.store(goal + toRow, i8x16.swizzle(v128.shuffle<i64>(ab, cd, 1, 3), pack));
      v128.store(goal + 2 * toRow, i8x16.swizzle(v128.shuffle<i64>(abEnd, cdEnd, 0, 2), pack));
      v128.store(goal + 3 * toRow, i8x16.swizzle(v128.shuffle<i64>(abEnd, cdEnd, 1, 3), pack));
      source += 4 * fromRow;
      goal += 4 * step;
    }
  }
}

/** Transposes pixels of up to 16 bytes, one by one. Reads and writes 16 bytes behind the last pixel. */
export function turnVectors(
  from: usize,
  fromRow: isize,
  columns: usize,
  rows: usize,
  step: usize,
  to: usize,
  toRow: isize,
): void {
  for (let x: usize = 0; x < columns; x++) {
    let source = from + step * x;
    let goal = to + toRow * x;
    for (let y: usize = 0; y < rows; y++) {
      v128.store(goal, v128.load(source));
      source += fromRow;
      goal += step;
    }
  }
}
