/** What the parts of the JPEG codec do with vectors of 16-bit numbers, and the fixed point of its DCT. */

/** Fractional bits of constants, and bits that the first pass of a DCT leaves for the second one (libjpeg's `islow`). */
export const FINE: i32 = 13;
export const LEFT: i32 = 2;

/** Numbers of two vectors in turn: the first four of each. */
export function lows(a: v128, b: v128): v128 {
  return v128.shuffle<i16>(a, b, 0, 8, 1, 9, 2, 10, 3, 11);
}

/** The last four. */
export function highs(a: v128, b: v128): v128 {
  return v128.shuffle<i16>(a, b, 4, 12, 5, 13, 6, 14, 7, 15);
}

/** The sums of products of two numbers with two constants, of which `pairs` has one after the other. */
export function dot(pairs: v128, first: i32, second: i32): v128 {
  return i32x4.dot_i16x8_s(pairs, i32x4.splat((second << 16) | (first & 0xffff)));
}

/** 32-bit numbers without their lowest bits, rounded. */
export function descale(values: v128, bits: i32): v128 {
  return i32x4.shr_s(i32x4.add(values, i32x4.splat(1 << (bits - 1))), bits);
}

/** The same of eight numbers, as 16-bit ones. */
export function narrowed(low: v128, high: v128, bits: i32): v128 {
  return i16x8.narrow_i32x4_s(descale(low, bits), descale(high, bits));
}
