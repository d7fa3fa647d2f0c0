/** Splits RGB into the planes that a JPEG stores, in the integers of libjpeg. */
import { dot, highs, lows, narrowed } from './jpeg-vectors';

// Numbers are multiples of 1 / 65536 (ITU-T T.871, section 7).

/** 128, and less than one half, so that chroma is at most 255. */
const CENTRE: i32 = (128 << 16) + (1 << 15) - 1;

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
    const blues = blueChroma(redL, greenL, blueL);
    v128.store(cb + at, i8x16.narrow_i16x8_u(blues, blueChroma(redH, greenH, blueH)));
    const reds = redChroma(redL, greenL, blueL);
    v128.store(cr + at, i8x16.narrow_i16x8_u(reds, redChroma(redH, greenH, blueH)));
  }
  repeatLast(y, pixels, width);
  repeatLast(cb, pixels, width);
  repeatLast(cr, pixels, width);
}

/** Repeats the last sample of a row up to `width`. */
export function repeatLast(row: usize, samples: usize, width: usize): void {
  memory.fill(row + samples, load<u8>(row + samples - 1), width - samples);
}

function luma(red: v128, green: v128, blue: v128): v128 {
  // 38470 for green does not fit 16 bits: 16384 of it are added with blue.
  return narrowed(
    i32x4.add(dot(lows(red, green), 19595, 22086), dot(lows(blue, green), 7471, 16384)),
    i32x4.add(dot(highs(red, green), 19595, 22086), dot(highs(blue, green), 7471, 16384)),
    16,
  );
}

function blueChroma(red: v128, green: v128, blue: v128): v128 {
  const low = dot(lows(red, green), -11059, -21709);
  const high = dot(highs(red, green), -11059, -21709);
  return withHalf(blue, low, high);
}

function redChroma(red: v128, green: v128, blue: v128): v128 {
  const low = dot(lows(blue, green), -5329, -27439);
  const high = dot(highs(blue, green), -5329, -27439);
  return withHalf(red, low, high);
}

/** Half of a colour, and the shares of the others. */
function withHalf(color: v128, low: v128, high: v128): v128 {
  const centre = i32x4.splat(CENTRE);
  const first = i32x4.add(i32x4.add(i32x4.shl(i32x4.extend_low_i16x8_u(color), 15), low), centre);
  const second = i32x4.add(i32x4.add(i32x4.shl(i32x4.extend_high_i16x8_u(color), 15), high), centre);
  return i16x8.narrow_i32x4_s(i32x4.shr_s(first, 16), i32x4.shr_s(second, 16));
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
