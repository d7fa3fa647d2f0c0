/** Rows of samples of a JPEG: widening chroma and converting to RGB, in the integers of libjpeg. */

/** Three quarters of the nearer sample and a quarter of the further one, from pixels left and right: `h2v1`. */
export function widenRow(from: usize, to: usize, samples: usize): void {
  // The row is repeated at both ends.
  store<u8>(from - 1, load<u8>(from));
  store<u8>(from + samples, load<u8>(from + samples - 1));
  const one = i16x8.splat(1);
  const two = i16x8.splat(2);
  for (let at: usize = 0; at < samples; at += 8) {
    const here = i16x8.mul(v128.load8x8_u(from + at), i16x8.splat(3));
    const left = i16x8.add(i16x8.add(here, v128.load8x8_u(from + at - 1)), one);
    const right = i16x8.add(i16x8.add(here, v128.load8x8_u(from + at + 1)), two);
    storePairs(to + 2 * at, i16x8.shr_u(left, 2), i16x8.shr_u(right, 2));
  }
}

function storePairs(to: usize, left: v128, right: v128): void {
  const bytes = i8x16.narrow_i16x8_u(left, right);
  v128.store(to, v128.shuffle<i8>(bytes, bytes, 0, 8, 1, 9, 2, 10, 3, 11, 4, 12, 5, 13, 6, 14, 7, 15));
}

/** The same across and down, from the nearer and the further row: `h2v2`. `sums` is memory for a row of 16-bit numbers. */
export function widenRows(near: usize, far: usize, sums: usize, to: usize, samples: usize): void {
  const row = sums + 16;
  for (let at: usize = 0; at < samples; at += 8) {
    const sum = i16x8.add(i16x8.mul(v128.load8x8_u(near + at), i16x8.splat(3)), v128.load8x8_u(far + at));
    v128.store(row + 2 * at, sum);
  }
  store<u16>(row - 2, load<u16>(row));
  store<u16>(row + 2 * samples, load<u16>(row + 2 * samples - 2));
  const eight = i16x8.splat(8);
  const seven = i16x8.splat(7);
  for (let at: usize = 0; at < samples; at += 8) {
    const here = i16x8.mul(v128.load(row + 2 * at), i16x8.splat(3));
    const left = i16x8.add(i16x8.add(here, v128.load(row + 2 * at - 2)), eight);
    const right = i16x8.add(i16x8.add(here, v128.load(row + 2 * at + 2)), seven);
    storePairs(to + 2 * at, i16x8.shr_u(left, 4), i16x8.shr_u(right, 4));
  }
}

/** Repeats each sample. */
export function repeatRow(from: usize, to: usize, samples: usize): void {
  for (let at: usize = 0; at < samples; at += 8) {
    const bytes = v128.load64_zero(from + at);
    v128.store(to + 2 * at, v128.shuffle<i8>(bytes, bytes, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7));
  }
}

/** The upper 16 of 32 bits, rounded, of products with 16-bit fractions, whose numbers come one after the other with others. */
function mixed(pairs: v128, highPairs: v128, first: i32, second: i32): v128 {
  const shares = i32x4.splat((second << 16) | (first & 0xffff));
  const half = i32x4.splat(1 << 15);
  return i16x8.narrow_i32x4_s(
    i32x4.shr_s(i32x4.add(i32x4.dot_i16x8_s(pairs, shares), half), 16),
    i32x4.shr_s(i32x4.add(i32x4.dot_i16x8_s(highPairs, shares), half), 16),
  );
}

/** Converts YCbCr to RGB (JFIF 1.02): 1.402 Cr, 1.772 Cb, and 0.34414 Cb + 0.71414 Cr, as multiples of 1 / 65536. */
export function rgbFromYcc(y: usize, cb: usize, cr: usize, to: usize, pixels: usize): void {
  const middle = i16x8.splat(128);
  let goal = to;
  for (let at: usize = 0; at < pixels; at += 16) {
    let redL: v128 = middle;
    let greenL: v128 = middle;
    let blueL: v128 = middle;
    let redH: v128 = middle;
    let greenH: v128 = middle;
    let blueH: v128 = middle;
    for (let half: usize = 0; half < 16; half += 8) {
      const luma = v128.load8x8_u(y + at + half);
      const blues = i16x8.sub(v128.load8x8_u(cb + at + half), middle);
      const reds = i16x8.sub(v128.load8x8_u(cr + at + half), middle);
      const low = v128.shuffle<i16>(blues, reds, 0, 8, 1, 9, 2, 10, 3, 11);
      const high = v128.shuffle<i16>(blues, reds, 4, 12, 5, 13, 6, 14, 7, 15);
      // Whole multiples are added apart, so that the rest fits 16 bits.
      redH = i16x8.add(i16x8.add(luma, reds), mixed(low, high, 0, 26345));
      greenH = i16x8.add(i16x8.sub(luma, reds), mixed(low, high, -22554, 18734));
      blueH = i16x8.add(i16x8.add(luma, i16x8.shl(blues, 1)), mixed(low, high, -14942, 0));
      if (half === 0) {
        redL = redH;
        greenL = greenH;
        blueL = blueH;
      }
    }
    const red = i8x16.narrow_i16x8_u(redL, redH);
    const green = i8x16.narrow_i16x8_u(greenL, greenH);
    const blue = i8x16.narrow_i16x8_u(blueL, blueH);
    const first = v128.shuffle<i8>(red, green, 0, 16, 0, 1, 17, 0, 2, 18, 0, 3, 19, 0, 4, 20, 0, 5);
    const second = v128.shuffle<i8>(red, green, 21, 0, 6, 22, 0, 7, 23, 0, 8, 24, 0, 9, 25, 0, 10, 26);
    const third = v128.shuffle<i8>(red, green, 0, 11, 27, 0, 12, 28, 0, 13, 29, 0, 14, 30, 0, 15, 31, 0);
    v128.store(goal, v128.shuffle<i8>(first, blue, 0, 1, 16, 3, 4, 17, 6, 7, 18, 9, 10, 19, 12, 13, 20, 15));
    v128.store(
      goal,
      v128.shuffle<i8>(second, blue, 0, 21, 2, 3, 22, 5, 6, 23, 8, 9, 24, 11, 12, 25, 14, 15),
      16,
    );
    v128.store(
      goal,
      v128.shuffle<i8>(third, blue, 26, 1, 2, 27, 4, 5, 28, 7, 8, 29, 10, 11, 30, 13, 14, 31),
      32,
    );
    goal += 48;
  }
}
