/** Rows of samples of a JPEG: widening chroma and converting to RGB, in the integers of libjpeg. */
import { dot, highs, lows, narrowed } from './jpeg-vectors';

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

/** The shares of blue and red chroma, which come in pairs, in green, without the whole part. */
function greens(low: v128, high: v128): v128 {
  return narrowed(dot(low, -22554, 18734), dot(high, -22554, 18734), 16);
}

/** 0.402 and -0.228 in multiples of 1 / 32768. For all chroma, the rounded products are those of libjpeg's 65536ths. */
const RED: i16 = 13173;
const BLUE: i16 = -7471;

/**
 * Converts YCbCr to RGB (ITU-T T.871, section 7): 1.402 Cr for red, 1.772 Cb for blue, and for green -0.34414 Cb - 0.71414 Cr. Whole
 * multiples are added apart, so that the rest fits 16 bits.
 */
export function rgbFromYcc(y: usize, cb: usize, cr: usize, to: usize, pixels: usize): void {
  const middle = i16x8.splat(128);
  let goal = to;
  for (let at: usize = 0; at < pixels; at += 16) {
    const lumaL = v128.load8x8_u(y + at);
    const lumaH = v128.load8x8_u(y + at, 8);
    const bluesL = i16x8.sub(v128.load8x8_u(cb + at), middle);
    const bluesH = i16x8.sub(v128.load8x8_u(cb + at, 8), middle);
    const redsL = i16x8.sub(v128.load8x8_u(cr + at), middle);
    const redsH = i16x8.sub(v128.load8x8_u(cr + at, 8), middle);
    const red = i8x16.narrow_i16x8_u(
      i16x8.add(i16x8.add(lumaL, redsL), i16x8.q15mulr_sat_s(redsL, i16x8.splat(RED))),
      i16x8.add(i16x8.add(lumaH, redsH), i16x8.q15mulr_sat_s(redsH, i16x8.splat(RED))),
    );
    const green = i8x16.narrow_i16x8_u(
      i16x8.add(i16x8.sub(lumaL, redsL), greens(lows(bluesL, redsL), highs(bluesL, redsL))),
      i16x8.add(i16x8.sub(lumaH, redsH), greens(lows(bluesH, redsH), highs(bluesH, redsH))),
    );
    const blue = i8x16.narrow_i16x8_u(
      i16x8.add(i16x8.add(lumaL, i16x8.shl(bluesL, 1)), i16x8.q15mulr_sat_s(bluesL, i16x8.splat(BLUE))),
      i16x8.add(i16x8.add(lumaH, i16x8.shl(bluesH, 1)), i16x8.q15mulr_sat_s(bluesH, i16x8.splat(BLUE))),
    );
    storePixels(goal, red, green, blue);
    goal += 48;
  }
}

/** Stores 16 pixels of three planes one behind the other. */
function storePixels(to: usize, red: v128, green: v128, blue: v128): void {
  const first = v128.shuffle<i8>(red, green, 0, 16, 0, 1, 17, 0, 2, 18, 0, 3, 19, 0, 4, 20, 0, 5);
  const second = v128.shuffle<i8>(red, green, 21, 0, 6, 22, 0, 7, 23, 0, 8, 24, 0, 9, 25, 0, 10, 26);
  const third = v128.shuffle<i8>(red, green, 0, 11, 27, 0, 12, 28, 0, 13, 29, 0, 14, 30, 0, 15, 31, 0);
  v128.store(to, v128.shuffle<i8>(first, blue, 0, 1, 16, 3, 4, 17, 6, 7, 18, 9, 10, 19, 12, 13, 20, 15));
  v128.store(to, v128.shuffle<i8>(second, blue, 0, 21, 2, 3, 22, 5, 6, 23, 8, 9, 24, 11, 12, 25, 14, 15), 16);
  v128.store(to, v128.shuffle<i8>(third, blue, 26, 1, 2, 27, 4, 5, 28, 7, 8, 29, 10, 11, 30, 13, 14, 31), 32);
}
