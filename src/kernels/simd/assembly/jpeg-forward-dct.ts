/**
 * The DCT of 8 x 8 samples and its quantisation, in the integers of libjpeg: Loeffler, Ligtenberg and Moschytz (1989). The
 * results are equal to libjpeg's `islow`.
 */

import { dot, FINE, highs, LEFT, lows, narrowed } from './jpeg-vectors';

/** Bytes of a row of divisors: 8 factors, 8 halves of steps and 8 powers of two, the latter in 32 bits. */
const DIVISORS: usize = 64;

/**
 * Writes the divisors of 64 steps, which come by row. For a step of b bits, number * ceil(2^(13 + b) / step) / 2^(13 + b) is
 * exact below 2^13; the second power of two is made up to 8 bits, because shifts are the same in all lanes.
 */
export function fillDivisors(steps: usize, to: usize): void {
  for (let i: usize = 0; i < 64; i++) {
    const step: u32 = load<u8>(steps + i);
    const bits: u32 = 32 - <u32>clz(step);
    const one: u32 = 1;
    const row = to + (i >> 3) * DIVISORS;
    const lane = i & 7;
    store<u16>(row + 2 * lane, <u16>(((one << (13 + bits)) + step - 1) / step));
    store<u16>(row + 2 * lane, <u16>(4 * step), 16);
    store<u32>(row + 4 * lane, one << (8 - bits), 32);
  }
}

/** Divides coefficients, which are eight times too large, by a row of steps, and rounds to the nearest. */
function quantise(values: v128, row: usize): v128 {
  const numbers = i16x8.shr_u(i16x8.add(i16x8.abs(values), v128.load(row, 16)), 3);
  const factors = v128.load(row);
  const low = i32x4.mul(i32x4.shr_u(i32x4.extmul_low_i16x8_u(numbers, factors), 13), v128.load(row, 32));
  const high = i32x4.mul(i32x4.shr_u(i32x4.extmul_high_i16x8_u(numbers, factors), 13), v128.load(row, 48));
  const sizes = i16x8.narrow_i32x4_s(i32x4.shr_u(low, 8), i32x4.shr_u(high, 8));
  const signs = i16x8.shr_s(values, 15);
  return i16x8.sub(v128.xor(sizes, signs), signs);
}

/** Sums of products of two pairs of numbers, of both halves, without their lowest bits. */
function turned(low: v128, high: v128, first: i32, second: i32, bits: i32): v128 {
  return narrowed(dot(low, first, second), dot(high, first, second), bits);
}

/** The 8 samples of a row, with zero in the middle. */
function centred(at: usize): v128 {
  return i16x8.sub(v128.load8x8_u(at), i16x8.splat(128));
}

/** Transforms a block and writes its quantised coefficients in zig-zag order. */
export function forward8(from: usize, stride: usize, divisors: usize, to: usize): void {
  let r0 = centred(from);
  let r1 = centred(from + stride);
  let r2 = centred(from + 2 * stride);
  let r3 = centred(from + 3 * stride);
  let r4 = centred(from + 4 * stride);
  let r5 = centred(from + 5 * stride);
  let r6 = centred(from + 6 * stride);
  let r7 = centred(from + 7 * stride);
  // Along the rows, which are turned into columns for it, and then down the columns.
  for (let pass = 0; pass < 2; pass++) {
    const a0 = lows(r0, r4);
    const a1 = highs(r0, r4);
    const a2 = lows(r1, r5);
    const a3 = highs(r1, r5);
    const a4 = lows(r2, r6);
    const a5 = highs(r2, r6);
    const a6 = lows(r3, r7);
    const a7 = highs(r3, r7);
    const b0 = lows(a0, a4);
    const b1 = highs(a0, a4);
    const b2 = lows(a1, a5);
    const b3 = highs(a1, a5);
    const b4 = lows(a2, a6);
    const b5 = highs(a2, a6);
    const b6 = lows(a3, a7);
    const b7 = highs(a3, a7);
    const d0 = lows(b0, b4);
    const d1 = highs(b0, b4);
    const d2 = lows(b1, b5);
    const d3 = highs(b1, b5);
    const d4 = lows(b2, b6);
    const d5 = highs(b2, b6);
    const d6 = lows(b3, b7);
    const d7 = highs(b3, b7);
    const bits = pass === 0 ? FINE - LEFT : FINE + LEFT;
    const s0 = i16x8.add(d0, d7);
    const s1 = i16x8.add(d1, d6);
    const s2 = i16x8.add(d2, d5);
    const s3 = i16x8.add(d3, d4);
    const even0 = i16x8.add(s0, s3);
    const even1 = i16x8.add(s1, s2);
    const even2 = i16x8.sub(s1, s2);
    const even3 = i16x8.sub(s0, s3);
    const sum = i16x8.add(even0, even1);
    const difference = i16x8.sub(even0, even1);
    if (pass === 0) {
      r0 = i16x8.shl(sum, LEFT);
      r4 = i16x8.shl(difference, LEFT);
    } else {
      r0 = i16x8.shr_s(i16x8.add(sum, i16x8.splat(2)), LEFT);
      r4 = i16x8.shr_s(i16x8.add(difference, i16x8.splat(2)), LEFT);
    }
    const evenL = lows(even2, even3);
    const evenH = highs(even2, even3);
    r2 = turned(evenL, evenH, 4433, 10703, bits);
    r6 = turned(evenL, evenH, -10704, 4433, bits);
    const odd0 = i16x8.sub(d3, d4);
    const odd1 = i16x8.sub(d2, d5);
    const odd2 = i16x8.sub(d1, d6);
    const odd3 = i16x8.sub(d0, d7);
    const outerL = lows(odd0, odd3);
    const outerH = highs(odd0, odd3);
    const innerL = lows(odd1, odd2);
    const innerH = highs(odd1, odd2);
    r1 = odd(outerL, outerH, 2260, 11363, innerL, innerH, 6437, 9633, bits);
    r3 = odd(outerL, outerH, -6436, 9633, innerL, innerH, -11362, -2259, bits);
    r5 = odd(outerL, outerH, 9633, 6437, innerL, innerH, 2261, -11362, bits);
    r7 = odd(outerL, outerH, -11363, 2260, innerL, innerH, 9633, -6436, bits);
  }
  r0 = quantise(r0, divisors);
  r1 = quantise(r1, divisors + DIVISORS);
  r2 = quantise(r2, divisors + 2 * DIVISORS);
  r3 = quantise(r3, divisors + 3 * DIVISORS);
  r4 = quantise(r4, divisors + 4 * DIVISORS);
  r5 = quantise(r5, divisors + 5 * DIVISORS);
  r6 = quantise(r6, divisors + 6 * DIVISORS);
  r7 = quantise(r7, divisors + 7 * DIVISORS);
  storeZigzag(to, r0, r1, r2, r3, r4, r5, r6, r7);
}

/** Sums of products of four numbers with constants. */
function odd(
  outerL: v128,
  outerH: v128,
  first: i32,
  second: i32,
  innerL: v128,
  innerH: v128,
  third: i32,
  fourth: i32,
  bits: i32,
): v128 {
  const low = i32x4.add(dot(outerL, first, second), dot(innerL, third, fourth));
  const high = i32x4.add(dot(outerH, first, second), dot(innerH, third, fourth));
  return narrowed(low, high, bits);
}

/** Stores eight rows of a block in zig-zag order (ITU-T T.81, figure A.6). */
function storeZigzag(
  to: usize,
  r0: v128,
  r1: v128,
  r2: v128,
  r3: v128,
  r4: v128,
  r5: v128,
  r6: v128,
  r7: v128,
): void {
  let first = i8x16.swizzle(r0, i8x16(0, 1, 2, 3, -1, -1, -1, -1, -1, -1, 4, 5, 6, 7, -1, -1));
  first = v128.or(first, i8x16.swizzle(r1, i8x16(-1, -1, -1, -1, 0, 1, -1, -1, 2, 3, -1, -1, -1, -1, 4, 5)));
  first = i16x8.replace_lane(first, 3, i16x8.extract_lane_s(r2, 0));
  v128.store(to, first);
  let second = i8x16.swizzle(r0, i8x16(-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, 8, 9, 10, 11));
  second = v128.or(
    second,
    i8x16.swizzle(r2, i8x16(2, 3, -1, -1, -1, -1, -1, -1, 4, 5, -1, -1, -1, -1, -1, -1)),
  );
  second = v128.or(
    second,
    i8x16.swizzle(r3, i8x16(-1, -1, 0, 1, -1, -1, 2, 3, -1, -1, -1, -1, -1, -1, -1, -1)),
  );
  second = i16x8.replace_lane(second, 5, i16x8.extract_lane_s(r1, 3));
  second = i16x8.replace_lane(second, 2, i16x8.extract_lane_s(r4, 0));
  v128.store(to, second, 16);
  let third = i8x16.swizzle(r4, i8x16(-1, -1, -1, -1, -1, -1, 2, 3, -1, -1, -1, -1, -1, -1, 4, 5));
  third = v128.or(
    third,
    i8x16.swizzle(r5, i8x16(-1, -1, -1, -1, -1, -1, -1, -1, 0, 1, -1, -1, 2, 3, -1, -1)),
  );
  third = i16x8.replace_lane(third, 0, i16x8.extract_lane_s(r1, 4));
  third = i16x8.replace_lane(third, 1, i16x8.extract_lane_s(r2, 3));
  third = i16x8.replace_lane(third, 2, i16x8.extract_lane_s(r3, 2));
  third = i16x8.replace_lane(third, 5, i16x8.extract_lane_s(r6, 0));
  v128.store(to, third, 32);
  let fourth = i8x16.swizzle(r0, i8x16(-1, -1, -1, -1, -1, -1, 12, 13, 14, 15, -1, -1, -1, -1, -1, -1));
  fourth = v128.or(
    fourth,
    i8x16.swizzle(r1, i8x16(-1, -1, -1, -1, 10, 11, -1, -1, -1, -1, 12, 13, -1, -1, -1, -1)),
  );
  fourth = v128.or(
    fourth,
    i8x16.swizzle(r2, i8x16(-1, -1, 8, 9, -1, -1, -1, -1, -1, -1, -1, -1, 10, 11, -1, -1)),
  );
  fourth = v128.or(
    fourth,
    i8x16.swizzle(r3, i8x16(6, 7, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, 8, 9)),
  );
  v128.store(to, fourth, 48);
  let fifth = i8x16.swizzle(r4, i8x16(6, 7, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, 8, 9));
  fifth = v128.or(
    fifth,
    i8x16.swizzle(r5, i8x16(-1, -1, 4, 5, -1, -1, -1, -1, -1, -1, -1, -1, 6, 7, -1, -1)),
  );
  fifth = v128.or(
    fifth,
    i8x16.swizzle(r6, i8x16(-1, -1, -1, -1, 2, 3, -1, -1, -1, -1, 4, 5, -1, -1, -1, -1)),
  );
  fifth = v128.or(
    fifth,
    i8x16.swizzle(r7, i8x16(-1, -1, -1, -1, -1, -1, 0, 1, 2, 3, -1, -1, -1, -1, -1, -1)),
  );
  v128.store(to, fifth, 64);
  let sixth = i8x16.swizzle(r2, i8x16(-1, -1, 12, 13, -1, -1, 14, 15, -1, -1, -1, -1, -1, -1, -1, -1));
  sixth = v128.or(
    sixth,
    i8x16.swizzle(r3, i8x16(10, 11, -1, -1, -1, -1, -1, -1, 12, 13, -1, -1, -1, -1, -1, -1)),
  );
  sixth = i16x8.replace_lane(sixth, 2, i16x8.extract_lane_s(r1, 7));
  sixth = i16x8.replace_lane(sixth, 5, i16x8.extract_lane_s(r4, 5));
  sixth = i16x8.replace_lane(sixth, 6, i16x8.extract_lane_s(r5, 4));
  sixth = i16x8.replace_lane(sixth, 7, i16x8.extract_lane_s(r6, 3));
  v128.store(to, sixth, 80);
  let seventh = i8x16.swizzle(r4, i8x16(-1, -1, -1, -1, -1, -1, -1, -1, 12, 13, -1, -1, 14, 15, -1, -1));
  seventh = v128.or(
    seventh,
    i8x16.swizzle(r5, i8x16(-1, -1, -1, -1, -1, -1, 10, 11, -1, -1, -1, -1, -1, -1, 12, 13)),
  );
  seventh = v128.or(
    seventh,
    i8x16.swizzle(r7, i8x16(4, 5, 6, 7, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1)),
  );
  seventh = i16x8.replace_lane(seventh, 5, i16x8.extract_lane_s(r3, 7));
  seventh = i16x8.replace_lane(seventh, 2, i16x8.extract_lane_s(r6, 4));
  v128.store(to, seventh, 96);
  let eighth = i8x16.swizzle(r6, i8x16(10, 11, -1, -1, -1, -1, 12, 13, -1, -1, 14, 15, -1, -1, -1, -1));
  eighth = v128.or(
    eighth,
    i8x16.swizzle(r7, i8x16(-1, -1, 8, 9, 10, 11, -1, -1, -1, -1, -1, -1, 12, 13, 14, 15)),
  );
  eighth = i16x8.replace_lane(eighth, 4, i16x8.extract_lane_s(r5, 7));
  v128.store(to, eighth, 112);
}
