/**
 * The inverse DCT of a JPEG's blocks, at the whole size and at a half, a quarter and an eighth of it, in the integers of
 * libjpeg: Loeffler, Ligtenberg and Moschytz (1989), and for smaller sizes its reduced forms, which average pixels. The
 * results are equal to libjpeg's. A block's coefficients and its quantisation steps are 16-bit numbers, row by row.
 */
import { isBeyond, raised } from './jpeg-range';
import { descale, dot, FINE, highs, LEFT, lows, narrowed } from './jpeg-vectors';

export const ONE: i32 = 1 << FINE;
export const TWO: i32 = 2 << FINE;

/** A row of coefficients times their steps. */
export function scaled(block: usize, steps: usize, row: usize): v128 {
  return i16x8.mul(v128.load(block + 16 * row), v128.load(steps + 16 * row));
}

/** Samples are stored 128 higher, within bytes. */
export function toBytes(first: v128, second: v128): v128 {
  return v128.xor(i8x16.narrow_i16x8_s(first, second), i8x16.splat(-128));
}

/** Makes the 8 x 8 samples of a block, whose rows are `stride` bytes apart. Returns whether numbers are too large. */
export function inverse8(block: usize, steps: usize, to: usize, stride: usize): bool {
  let r0 = scaled(block, steps, 0);
  let r1 = scaled(block, steps, 1);
  let r2 = scaled(block, steps, 2);
  let r3 = scaled(block, steps, 3);
  let r4 = scaled(block, steps, 4);
  let r5 = scaled(block, steps, 5);
  let r6 = scaled(block, steps, 6);
  let r7 = scaled(block, steps, 7);
  // Down the columns, and then along the rows, which lie in columns after the first pass.
  for (let pass = 0; pass < 2; pass++) {
    const bits = pass === 0 ? FINE - LEFT : FINE + LEFT + 3;
    let a = lows(r0, r4);
    let b = lows(r2, r6);
    const sumL = dot(a, ONE, ONE);
    const differenceL = dot(a, ONE, -ONE);
    const outerL = dot(b, 10703, 4433);
    const innerL = dot(b, 4433, -10704);
    a = lows(r7, r1);
    b = lows(r3, r5);
    const o0L = i32x4.add(dot(a, -11363, 2260), dot(b, -6436, 9633));
    const o1L = i32x4.add(dot(a, 9633, 6437), dot(b, -11362, 2261));
    const o2L = i32x4.add(dot(a, -6436, 9633), dot(b, -2259, -11362));
    const o3L = i32x4.add(dot(a, 2260, 11363), dot(b, 9633, 6437));
    a = highs(r0, r4);
    b = highs(r2, r6);
    const sumH = dot(a, ONE, ONE);
    const differenceH = dot(a, ONE, -ONE);
    const outerH = dot(b, 10703, 4433);
    const innerH = dot(b, 4433, -10704);
    a = highs(r7, r1);
    b = highs(r3, r5);
    const o0H = i32x4.add(dot(a, -11363, 2260), dot(b, -6436, 9633));
    const o1H = i32x4.add(dot(a, 9633, 6437), dot(b, -11362, 2261));
    const o2H = i32x4.add(dot(a, -6436, 9633), dot(b, -2259, -11362));
    const o3H = i32x4.add(dot(a, 2260, 11363), dot(b, 9633, 6437));
    let even = i32x4.add(sumL, outerL);
    let evenH = i32x4.add(sumH, outerH);
    r0 = narrowed(i32x4.add(even, o3L), i32x4.add(evenH, o3H), bits);
    r7 = narrowed(i32x4.sub(even, o3L), i32x4.sub(evenH, o3H), bits);
    even = i32x4.add(differenceL, innerL);
    evenH = i32x4.add(differenceH, innerH);
    r1 = narrowed(i32x4.add(even, o2L), i32x4.add(evenH, o2H), bits);
    r6 = narrowed(i32x4.sub(even, o2L), i32x4.sub(evenH, o2H), bits);
    even = i32x4.sub(differenceL, innerL);
    evenH = i32x4.sub(differenceH, innerH);
    r2 = narrowed(i32x4.add(even, o1L), i32x4.add(evenH, o1H), bits);
    r5 = narrowed(i32x4.sub(even, o1L), i32x4.sub(evenH, o1H), bits);
    even = i32x4.sub(sumL, outerL);
    evenH = i32x4.sub(sumH, outerH);
    r3 = narrowed(i32x4.add(even, o0L), i32x4.add(evenH, o0H), bits);
    r4 = narrowed(i32x4.sub(even, o0L), i32x4.sub(evenH, o0H), bits);
    if (pass > 0) break;
    // What lies in columns is turned into rows.
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
    r0 = lows(b0, b4);
    r1 = highs(b0, b4);
    r2 = lows(b1, b5);
    r3 = highs(b1, b5);
    r4 = lows(b2, b6);
    r5 = highs(b2, b6);
    r6 = lows(b3, b7);
    r7 = highs(b3, b7);
  }
  return storeBlock(r0, r1, r2, r3, r4, r5, r6, r7, to, stride);
}

/**
 * Stores the samples of eight columns as eight rows. Returns whether one lies further from the range of samples than 512. Within that, no
 * number before it overflows: they are sums of samples, at most 32 times the largest one.
 */
export function storeBlock(
  c0: v128,
  c1: v128,
  c2: v128,
  c3: v128,
  c4: v128,
  c5: v128,
  c6: v128,
  c7: v128,
  to: usize,
  stride: usize,
): bool {
  const firsts = v128.or(raised(c0, c1, 512), raised(c2, c3, 512));
  const lasts = v128.or(raised(c4, c5, 512), raised(c6, c7, 512));
  const c01 = byRows(toBytes(c0, c1));
  const c23 = byRows(toBytes(c2, c3));
  const c45 = byRows(toBytes(c4, c5));
  const c67 = byRows(toBytes(c6, c7));
  const upper03 = lows(c01, c23);
  const lower03 = highs(c01, c23);
  const upper47 = lows(c45, c67);
  const lower47 = highs(c45, c67);
  let at = to;
  let rows = v128.shuffle<i32>(upper03, upper47, 0, 4, 1, 5);
  v128.store64_lane(at, rows, 0);
  v128.store64_lane(at + stride, rows, 1);
  at += 2 * stride;
  rows = v128.shuffle<i32>(upper03, upper47, 2, 6, 3, 7);
  v128.store64_lane(at, rows, 0);
  v128.store64_lane(at + stride, rows, 1);
  at += 2 * stride;
  rows = v128.shuffle<i32>(lower03, lower47, 0, 4, 1, 5);
  v128.store64_lane(at, rows, 0);
  v128.store64_lane(at + stride, rows, 1);
  at += 2 * stride;
  rows = v128.shuffle<i32>(lower03, lower47, 2, 6, 3, 7);
  v128.store64_lane(at, rows, 0);
  v128.store64_lane(at + stride, rows, 1);
  return isBeyond(v128.or(firsts, lasts), 512);
}

/** Two columns of eight bytes as eight pairs. */
function byRows(columns: v128): v128 {
  return v128.shuffle<i8>(columns, columns, 0, 8, 1, 9, 2, 10, 3, 11, 4, 12, 5, 13, 6, 14, 7, 15);
}

/** The odd parts of `inverse4`: products of rows 7 and 5, and of rows 3 and 1. */
function inner4(r75: v128, r31: v128): v128 {
  return i32x4.add(dot(r75, -1730, 11893), dot(r31, -17799, 8697));
}

function outer4(r75: v128, r31: v128): v128 {
  return i32x4.add(dot(r75, -4176, -4926), dot(r31, 7373, 20995));
}

/** Makes 4 x 4 samples of a block, each the mean of four pixels. Returns whether numbers are too large. */
export function inverse4(block: usize, steps: usize, to: usize, stride: usize): bool {
  const r0 = scaled(block, steps, 0);
  const r1 = scaled(block, steps, 1);
  const r2 = scaled(block, steps, 2);
  const r3 = scaled(block, steps, 3);
  const r5 = scaled(block, steps, 5);
  const r6 = scaled(block, steps, 6);
  const r7 = scaled(block, steps, 7);
  const none = i64x2.splat(0);
  const bits = FINE - LEFT + 1;
  let first = dot(lows(r0, none), TWO, 0);
  let second = dot(lows(r2, r6), 15137, -6270);
  let sumL = i32x4.add(first, second);
  let differenceL = i32x4.sub(first, second);
  let r75 = lows(r7, r5);
  let r31 = lows(r3, r1);
  const innerL = inner4(r75, r31);
  const outerL = outer4(r75, r31);
  first = dot(highs(r0, none), TWO, 0);
  second = dot(highs(r2, r6), 15137, -6270);
  const sumH = i32x4.add(first, second);
  const differenceH = i32x4.sub(first, second);
  r75 = highs(r7, r5);
  r31 = highs(r3, r1);
  const innerH = inner4(r75, r31);
  const outerH = outer4(r75, r31);
  const s0 = narrowed(i32x4.add(sumL, outerL), i32x4.add(sumH, outerH), bits);
  const s3 = narrowed(i32x4.sub(sumL, outerL), i32x4.sub(sumH, outerH), bits);
  const s1 = narrowed(i32x4.add(differenceL, innerL), i32x4.add(differenceH, innerH), bits);
  const s2 = narrowed(i32x4.sub(differenceL, innerL), i32x4.sub(differenceH, innerH), bits);
  // Two columns each: 0 and 1, 2 and 3, 4 and 5, 6 and 7.
  first = lows(s0, s1);
  second = lows(s2, s3);
  const c01 = v128.shuffle<i32>(first, second, 0, 4, 1, 5);
  const c23 = v128.shuffle<i32>(first, second, 2, 6, 3, 7);
  first = highs(s0, s1);
  second = highs(s2, s3);
  const c45 = v128.shuffle<i32>(first, second, 0, 4, 1, 5);
  const c67 = v128.shuffle<i32>(first, second, 2, 6, 3, 7);
  first = dot(lows(c01, none), TWO, 0);
  second = dot(lows(c23, c67), 15137, -6270);
  sumL = i32x4.add(first, second);
  differenceL = i32x4.sub(first, second);
  r75 = highs(c67, c45);
  r31 = highs(c23, c01);
  const inner = inner4(r75, r31);
  const outer = outer4(r75, r31);
  const last = FINE + LEFT + 4;
  const columns = toBytes(
    narrowed(i32x4.add(sumL, outer), i32x4.add(differenceL, inner), last),
    narrowed(i32x4.sub(differenceL, inner), i32x4.sub(sumL, outer), last),
  );
  const rows = v128.shuffle<i8>(columns, columns, 0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15);
  v128.store32_lane(to, rows, 0);
  v128.store32_lane(to + stride, rows, 1);
  v128.store32_lane(to + 2 * stride, rows, 2);
  v128.store32_lane(to + 3 * stride, rows, 3);
  return isBeyond(v128.or(v128.or(raised(s0, s1, 8192), raised(s2, s3, 8192)), raised(r0, r0, 8192)), 8192);
}

/** Makes 2 x 2 samples of a block, each the mean of 16 pixels. Returns whether numbers are too large. */
export function inverse2(block: usize, steps: usize, to: usize, stride: usize): bool {
  const r0 = scaled(block, steps, 0);
  const r1 = scaled(block, steps, 1);
  const r3 = scaled(block, steps, 3);
  const r5 = scaled(block, steps, 5);
  const r7 = scaled(block, steps, 7);
  const bits = FINE - LEFT + 2;
  const oddL = i32x4.add(dot(lows(r1, r3), 29692, -10426), dot(lows(r5, r7), 6967, -5906));
  const oddH = i32x4.add(dot(highs(r1, r3), 29692, -10426), dot(highs(r5, r7), 6967, -5906));
  let even = i32x4.shl(i32x4.extend_low_i16x8_s(r0), FINE + 2);
  const evenH = i32x4.shl(i32x4.extend_high_i16x8_s(r0), FINE + 2);
  const s0 = narrowed(i32x4.add(even, oddL), i32x4.add(evenH, oddH), bits);
  const s1 = narrowed(i32x4.sub(even, oddL), i32x4.sub(evenH, oddH), bits);
  const odd = i16x8(0, 29692, 0, -10426, 0, 6967, 0, -5906);
  const p0 = i32x4.dot_i16x8_s(s0, odd);
  const p1 = i32x4.dot_i16x8_s(s1, odd);
  const halves = i32x4.add(v128.shuffle<i32>(p0, p1, 0, 1, 4, 5), v128.shuffle<i32>(p0, p1, 2, 3, 6, 7));
  // The odd parts of both rows, and their opposites: left, right, left, right.
  const whole = i32x4.add(halves, v128.shuffle<i32>(halves, halves, 1, 0, 3, 2));
  const signs = i32x4(0, -1, 0, -1);
  const odds = i32x4.sub(v128.xor(whole, signs), signs);
  even = v128.shuffle<i16>(s0, s1, 0, 0, 8, 8, 0, 0, 8, 8);
  even = i32x4.shl(i32x4.extend_low_i16x8_s(even), FINE + 2);
  const samples = descale(i32x4.add(even, odds), FINE + LEFT + 5);
  const bytes = toBytes(i16x8.narrow_i32x4_s(samples, samples), samples);
  v128.store16_lane(to, bytes, 0);
  v128.store16_lane(to + stride, bytes, 1);
  return isBeyond(raised(s0, s1, 8192), 8192);
}

/** The mean of a block whose first coefficient times its step is `first`. */
export function meanOf(first: i32): i32 {
  return <i32>min(255, max(0, ((first + 4) >> 3) + 128));
}

/** Fills the samples of a block that has no other coefficient. */
export function fillBlock(mean: i32, side: u32, to: usize, stride: usize): void {
  const row = i8x16.splat(<i8>mean);
  const end = to + <usize>side * stride;
  for (let at = to; at < end; at += stride) {
    if (side === 8) v128.store64_lane(at, row, 0);
    else if (side === 4) v128.store32_lane(at, row, 0);
    else if (side === 2) v128.store16_lane(at, row, 0);
    else store<u8>(at, <u8>mean);
  }
}
