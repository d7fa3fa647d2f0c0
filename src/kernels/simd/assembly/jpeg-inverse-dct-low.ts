/**
 * The inverse DCT of blocks of which only the first ten coefficients in zig-zag order are not 0: they lie in four rows and
 * columns. The results are those of jpeg-inverse-dct.ts, in half of the time. Most blocks of chroma are so.
 */
import { ONE, scaled, storeBlock, TWO, toBytes } from './jpeg-inverse-dct';
import { isBeyond, raised } from './jpeg-range';
import { dot, FINE, LEFT, lows, narrowed } from './jpeg-vectors';

/** Columns 0 and 2 of four rows, which come two by two. */
function evenColumns(first: v128, second: v128): v128 {
  return v128.shuffle<i16>(first, second, 0, 2, 4, 6, 8, 10, 12, 14);
}

/** Columns 1 and 3. */
function oddColumns(first: v128, second: v128): v128 {
  return v128.shuffle<i16>(first, second, 1, 3, 5, 7, 9, 11, 13, 15);
}

// Sums of the even part of eight numbers, and of the odd part. `pairs` has numbers 0 and 2, or 1 and 3.

function even0(pairs: v128): v128 {
  return dot(pairs, ONE, 10703);
}

function even1(pairs: v128): v128 {
  return dot(pairs, ONE, 4433);
}

function even2(pairs: v128): v128 {
  return dot(pairs, ONE, -4433);
}

function even3(pairs: v128): v128 {
  return dot(pairs, ONE, -10703);
}

function odd0(pairs: v128): v128 {
  return dot(pairs, 2260, -6436);
}

function odd1(pairs: v128): v128 {
  return dot(pairs, 6437, -11362);
}

function odd2(pairs: v128): v128 {
  return dot(pairs, 9633, -2259);
}

function odd3(pairs: v128): v128 {
  return dot(pairs, 11363, 9633);
}

/** Makes the 8 x 8 samples of a block, whose rows are `stride` bytes apart. Returns whether numbers are too large. */
export function inverse8Low(block: usize, steps: usize, to: usize, stride: usize): bool {
  const r1 = scaled(block, steps, 1);
  const r3 = scaled(block, steps, 3);
  let e = lows(scaled(block, steps, 0), scaled(block, steps, 2));
  let o = lows(r1, r3);
  // Two rows of four columns each.
  let bits = FINE - LEFT;
  const s01 = narrowed(i32x4.add(even0(e), odd3(o)), i32x4.add(even1(e), odd2(o)), bits);
  const s23 = narrowed(i32x4.add(even2(e), odd1(o)), i32x4.add(even3(e), odd0(o)), bits);
  const s45 = narrowed(i32x4.sub(even3(e), odd0(o)), i32x4.sub(even2(e), odd1(o)), bits);
  const s67 = narrowed(i32x4.sub(even1(e), odd2(o)), i32x4.sub(even0(e), odd3(o)), bits);
  e = evenColumns(s01, s23);
  o = oddColumns(s01, s23);
  const f = evenColumns(s45, s67);
  const p = oddColumns(s45, s67);
  bits = FINE + LEFT + 3;
  return storeBlock(
    narrowed(i32x4.add(even0(e), odd3(o)), i32x4.add(even0(f), odd3(p)), bits),
    narrowed(i32x4.add(even1(e), odd2(o)), i32x4.add(even1(f), odd2(p)), bits),
    narrowed(i32x4.add(even2(e), odd1(o)), i32x4.add(even2(f), odd1(p)), bits),
    narrowed(i32x4.add(even3(e), odd0(o)), i32x4.add(even3(f), odd0(p)), bits),
    narrowed(i32x4.sub(even3(e), odd0(o)), i32x4.sub(even3(f), odd0(p)), bits),
    narrowed(i32x4.sub(even2(e), odd1(o)), i32x4.sub(even2(f), odd1(p)), bits),
    narrowed(i32x4.sub(even1(e), odd2(o)), i32x4.sub(even1(f), odd2(p)), bits),
    narrowed(i32x4.sub(even0(e), odd3(o)), i32x4.sub(even0(f), odd3(p)), bits),
    to,
    stride,
  );
}

/** Makes 4 x 4 samples of a block, each the mean of four pixels. Returns whether numbers are too large. */
export function inverse4Low(block: usize, steps: usize, to: usize, stride: usize): bool {
  const r0 = scaled(block, steps, 0);
  let e = lows(r0, scaled(block, steps, 2));
  let o = lows(scaled(block, steps, 1), scaled(block, steps, 3));
  const s01 = firstHalf4(e, o, FINE - LEFT + 1);
  const s23 = secondHalf4(e, o, FINE - LEFT + 1);
  e = evenColumns(s01, s23);
  o = oddColumns(s01, s23);
  const last = FINE + LEFT + 4;
  const columns = toBytes(firstHalf4(e, o, last), secondHalf4(e, o, last));
  const rows = v128.shuffle<i8>(columns, columns, 0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15);
  v128.store32_lane(to, rows, 0);
  v128.store32_lane(to + stride, rows, 1);
  v128.store32_lane(to + 2 * stride, rows, 2);
  v128.store32_lane(to + 3 * stride, rows, 3);
  return isBeyond(v128.or(raised(s01, s23, 8192), raised(r0, r0, 8192)), 8192);
}

function firstHalf4(e: v128, o: v128, bits: i32): v128 {
  return narrowed(
    i32x4.add(dot(e, TWO, 15137), dot(o, 20995, 7373)),
    i32x4.add(dot(e, TWO, -15137), dot(o, 8697, -17799)),
    bits,
  );
}

function secondHalf4(e: v128, o: v128, bits: i32): v128 {
  return narrowed(
    i32x4.sub(dot(e, TWO, -15137), dot(o, 8697, -17799)),
    i32x4.sub(dot(e, TWO, 15137), dot(o, 20995, 7373)),
    bits,
  );
}
