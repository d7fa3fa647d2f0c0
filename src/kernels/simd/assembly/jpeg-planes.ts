/** Splits RGB into the planes that a JPEG stores, in the integers of libjpeg. */

// Numbers are multiples of 1 / 65536 (ITU-T T.871, section 7). Pairs of 16-bit constants: red and green, blue and green.
const LUMA_RED_GREEN: i32 = (22086 << 16) | 19595;
// 38470 for green does not fit 16 bits: 16384 of it are added with blue.
const LUMA_BLUE_GREEN: i32 = (16384 << 16) | 7471;
const BLUE_RED_GREEN: i32 = (-21709 << 16) | (-11059 & 0xffff);
const RED_BLUE_GREEN: i32 = (-27439 << 16) | (-5329 & 0xffff);

const HALF: i32 = 1 << 15;
/** 128, and less than one half, so that chroma is at most 255. */
const CENTRE: i32 = (128 << 16) + HALF - 1;

/** Splits a row of pixels, and repeats the last one up to `width`. Writes up to 16 samples behind that. */
export function splitYcc(from: usize, pixels: usize, y: usize, cb: usize, cr: usize, width: usize): void {
  for (let at: usize = 0; at < pixels; at += 16) {
    const first = v128.load(from + 3 * at);
    const second = v128.load(from + 3 * at, 16);
    const third = v128.load(from + 3 * at, 32);
    let mixed = v128.shuffle<i8>(first, second, 0, 3, 6, 9, 12, 15, 18, 21, 24, 27, 30, 0, 0, 0, 0, 0);
    const red = v128.shuffle<i8>(mixed, third, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 17, 20, 23, 26, 29);
    mixed = v128.shuffle<i8>(first, second, 1, 4, 7, 10, 13, 16, 19, 22, 25, 28, 31, 0, 0, 0, 0, 0);
    const green = v128.shuffle<i8>(mixed, third, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 18, 21, 24, 27, 30);
    mixed = v128.shuffle<i8>(first, second, 2, 5, 8, 11, 14, 17, 20, 23, 26, 29, 0, 0, 0, 0, 0, 0);
    const blue = v128.shuffle<i8>(mixed, third, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 16, 19, 22, 25, 28, 31);
    const redL = i16x8.extend_low_i8x16_u(red);
    const redH = i16x8.extend_high_i8x16_u(red);
    const greenL = i16x8.extend_low_i8x16_u(green);
    const greenH = i16x8.extend_high_i8x16_u(green);
    const blueL = i16x8.extend_low_i8x16_u(blue);
    const blueH = i16x8.extend_high_i8x16_u(blue);
    v128.store(y + at, i8x16.narrow_i16x8_u(luma(redL, greenL, blueL), luma(redH, greenH, blueH)));
    v128.store(
      cb + at,
      i8x16.narrow_i16x8_u(
        chroma(blueL, redL, greenL, BLUE_RED_GREEN),
        chroma(blueH, redH, greenH, BLUE_RED_GREEN),
      ),
    );
    v128.store(
      cr + at,
      i8x16.narrow_i16x8_u(
        chroma(redL, blueL, greenL, RED_BLUE_GREEN),
        chroma(redH, blueH, greenH, RED_BLUE_GREEN),
      ),
    );
  }
  repeatLast(y, pixels, width);
  repeatLast(cb, pixels, width);
  repeatLast(cr, pixels, width);
}

/** Repeats the last sample of a row up to `width`. */
export function repeatLast(row: usize, samples: usize, width: usize): void {
  memory.fill(row + samples, load<u8>(row + samples - 1), width - samples);
}

function lowPairs(a: v128, b: v128): v128 {
  return v128.shuffle<i16>(a, b, 0, 8, 1, 9, 2, 10, 3, 11);
}

function highPairs(a: v128, b: v128): v128 {
  return v128.shuffle<i16>(a, b, 4, 12, 5, 13, 6, 14, 7, 15);
}

function luma(red: v128, green: v128, blue: v128): v128 {
  const low = i32x4.add(
    i32x4.dot_i16x8_s(lowPairs(red, green), i32x4.splat(LUMA_RED_GREEN)),
    i32x4.dot_i16x8_s(lowPairs(blue, green), i32x4.splat(LUMA_BLUE_GREEN)),
  );
  const high = i32x4.add(
    i32x4.dot_i16x8_s(highPairs(red, green), i32x4.splat(LUMA_RED_GREEN)),
    i32x4.dot_i16x8_s(highPairs(blue, green), i32x4.splat(LUMA_BLUE_GREEN)),
  );
  const half = i32x4.splat(HALF);
  return i16x8.narrow_i32x4_s(i32x4.shr_u(i32x4.add(low, half), 16), i32x4.shr_u(i32x4.add(high, half), 16));
}

/** Half of a colour, and the shares of another one and of green. */
function chroma(whole: v128, other: v128, green: v128, shares: i32): v128 {
  const low = i32x4.add(
    i32x4.shl(i32x4.extend_low_i16x8_u(whole), 15),
    i32x4.dot_i16x8_s(lowPairs(other, green), i32x4.splat(shares)),
  );
  const high = i32x4.add(
    i32x4.shl(i32x4.extend_high_i16x8_u(whole), 15),
    i32x4.dot_i16x8_s(highPairs(other, green), i32x4.splat(shares)),
  );
  const centre = i32x4.splat(CENTRE);
  return i16x8.narrow_i32x4_s(
    i32x4.shr_u(i32x4.add(low, centre), 16),
    i32x4.shr_u(i32x4.add(high, centre), 16),
  );
}

/** Means of 2 x 2 samples. Halves are rounded down and up alternately (libjpeg's `h2v2`). */
export function halveRows(top: usize, bottom: usize, to: usize, samples: usize): void {
  const halves = i16x8(1, 2, 1, 2, 1, 2, 1, 2);
  for (let at: usize = 0; at < samples; at += 16) {
    const low = means(v128.load(top + 2 * at), v128.load(bottom + 2 * at), halves);
    const high = means(v128.load(top + 2 * at, 16), v128.load(bottom + 2 * at, 16), halves);
    v128.store(to + at, i8x16.narrow_i16x8_u(low, high));
  }
}

function means(top: v128, bottom: v128, halves: v128): v128 {
  const sums = i16x8.add(i16x8.extadd_pairwise_i8x16_u(top), i16x8.extadd_pairwise_i8x16_u(bottom));
  return i16x8.shr_u(i16x8.add(sums, halves), 2);
}
