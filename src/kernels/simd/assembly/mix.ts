/** The horizontal pass of a separable filter: weighted sums of neighbouring pixels. */
import { CHUNK } from './sum';

/**
 * Weighted sums of neighbouring pixels in each of four rows of fixed-point samples, `line` bytes apart; results are
 * `goal` bytes apart. Pixel `x` takes `2 * pairs` pixels from `starts[x]` on, an offset in bytes; its 16-bit weights
 * lie at `shares[x]` and sum to `1 << shift`. For one, three or four channels. Reads up to eight samples behind the
 * last and writes one.
 */
export function mixFine(
  from: usize,
  line: usize,
  starts: usize,
  shares: usize,
  pixels: i32,
  pairs: i32,
  channels: i32,
  shift: i32,
  to: usize,
  goal: usize,
): void {
  for (let x = 0; x < pixels; x++) {
    const first = from + load<usize>(starts + 4 * x);
    const share = load<usize>(shares + 4 * x);
    const goalAt = to + 2 * channels * x;
    if (channels === 1) mixOne(first, line, share, pairs, shift, goalAt, goal);
    else if (channels === 3) mixThree(first, line, share, pairs, shift, goalAt, goal);
    else mixFour(first, line, share, pairs, shift, goalAt, goal);
  }
}

function mixOne(
  first: usize,
  line: usize,
  share: usize,
  pairs: i32,
  shift: i32,
  to: usize,
  goal: usize,
): void {
  let sum = i32x4.splat(1 << (shift - 1));
  for (let pair = 0; pair < pairs; pair++) {
    const at = first + 4 * pair;
    let two = v128.load32_zero(at);
    two = v128.load32_lane(at + line, two, 1);
    two = v128.load32_lane(at + 2 * line, two, 2);
    two = v128.load32_lane(at + 3 * line, two, 3);
    sum = i32x4.add(sum, i32x4.dot_i16x8_s(two, v128.load32_splat(share + 4 * pair)));
  }
  sum = i32x4.shr_s(sum, shift);
  const mixed = i16x8.narrow_i32x4_s(sum, sum);
  v128.store16_lane(to, mixed, 0);
  v128.store16_lane(to + goal, mixed, 1);
  v128.store16_lane(to + 2 * goal, mixed, 2);
  v128.store16_lane(to + 3 * goal, mixed, 3);
}

// The loops for three and four channels differ in one constant. A shuffle by a constant takes half as long as one by a variable.

/** The samples of two neighbouring pixels of three channels, channel by channel. */
function twoOfThree(at: usize): v128 {
  return i8x16.swizzle(v128.load(at), i8x16(0, 1, 6, 7, 2, 3, 8, 9, 4, 5, 10, 11, 12, 13, 14, 15));
}

/** The same for four channels. */
function twoOfFour(at: usize): v128 {
  return i8x16.swizzle(v128.load(at), i8x16(0, 1, 8, 9, 2, 3, 10, 11, 4, 5, 12, 13, 6, 7, 14, 15));
}

function mixThree(
  first: usize,
  line: usize,
  share: usize,
  pairs: i32,
  shift: i32,
  to: usize,
  goal: usize,
): void {
  let a = i32x4.splat(1 << (shift - 1));
  let b = a;
  let c = a;
  let d = a;
  for (let pair = 0; pair < pairs; pair++) {
    const both = v128.load32_splat(share + 4 * pair);
    a = i32x4.add(a, i32x4.dot_i16x8_s(twoOfThree(first), both));
    b = i32x4.add(b, i32x4.dot_i16x8_s(twoOfThree(first + line), both));
    c = i32x4.add(c, i32x4.dot_i16x8_s(twoOfThree(first + 2 * line), both));
    d = i32x4.add(d, i32x4.dot_i16x8_s(twoOfThree(first + 3 * line), both));
    first += 12;
  }
  storeMixed(a, b, c, d, shift, to, goal);
}

function mixFour(
  first: usize,
  line: usize,
  share: usize,
  pairs: i32,
  shift: i32,
  to: usize,
  goal: usize,
): void {
  let a = i32x4.splat(1 << (shift - 1));
  let b = a;
  let c = a;
  let d = a;
  for (let pair = 0; pair < pairs; pair++) {
    const both = v128.load32_splat(share + 4 * pair);
    a = i32x4.add(a, i32x4.dot_i16x8_s(twoOfFour(first), both));
    b = i32x4.add(b, i32x4.dot_i16x8_s(twoOfFour(first + line), both));
    c = i32x4.add(c, i32x4.dot_i16x8_s(twoOfFour(first + 2 * line), both));
    d = i32x4.add(d, i32x4.dot_i16x8_s(twoOfFour(first + 3 * line), both));
    first += 16;
  }
  storeMixed(a, b, c, d, shift, to, goal);
}

function storeMixed(a: v128, b: v128, c: v128, d: v128, shift: i32, to: usize, goal: usize): void {
  const upper = i16x8.narrow_i32x4_s(i32x4.shr_s(a, shift), i32x4.shr_s(b, shift));
  const lower = i16x8.narrow_i32x4_s(i32x4.shr_s(c, shift), i32x4.shr_s(d, shift));
  v128.store64_lane(to, upper, 0);
  v128.store64_lane(to + goal, upper, 1);
  v128.store64_lane(to + 2 * goal, lower, 0);
  v128.store64_lane(to + 3 * goal, lower, 1);
}

/** The same for floats, with one to four channels. */
export function mixFloats(
  from: usize,
  starts: usize,
  shares: usize,
  pixels: i32,
  taps: i32,
  channels: i32,
  to: usize,
): void {
  const pixel = 4 * channels;
  for (let x = 0; x < pixels; x++) {
    let first = from + load<usize>(starts + 4 * x);
    const share = load<usize>(shares + 4 * x);
    let sum = f32x4.splat(0);
    for (let tap = 0; tap < taps; ) {
      let part = f32x4.splat(0);
      for (const end = min(tap + CHUNK, taps); tap < end; tap++) {
        part = f32x4.add(part, f32x4.mul(v128.load(first), v128.load32_splat(share + 4 * tap)));
        first += pixel;
      }
      sum = f32x4.add(sum, part);
    }
    v128.store(to + pixel * x, sum);
  }
}
