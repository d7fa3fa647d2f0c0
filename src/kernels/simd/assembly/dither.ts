/** Dithers pixels to the colours of a palette (`palette.ts`). */
import { FLAT, least, nearestColor } from './palette';

/** Bits of each channel that name an entry of the cache, which has the indices of four colours that are near. */
const CACHE_BITS: i32 = 6;

/** The four nearest colours, or nearly so: of colours whose places are 8 apart only the nearest counts. */
function nearColors(red: i32, green: i32, blue: i32, palette: usize, bytes: i32): u32 {
  const redGreen = i32x4.splat(red | (green << 16));
  const justBlue = i32x4.splat(blue);
  let even = i32x4.splat(i32.MAX_VALUE);
  let odd = even;
  let index = i32x4(0, 1, 2, 3);
  const four = i32x4.splat(4);
  for (let at = palette; at < palette + (bytes as usize); at += 32) {
    const across = i16x8.sub(v128.load(at), redGreen);
    const along = i16x8.sub(v128.load(at, 16), justBlue);
    const distance = i32x4.add(i32x4.dot_i16x8_s(across, across), i32x4.dot_i16x8_s(along, along));
    const found = i32x4.min_s(even, i32x4.add(i32x4.shl(distance, 8), index));
    even = odd;
    odd = found;
    index = i32x4.add(index, four);
  }
  let near: u32 = 0;
  let last: i32 = -1;
  for (let count = 0; count < 4; count++) {
    last = least(i32x4.min_s(above(even, last), above(odd, last)));
    // Fewer colours than four: the nearest stands for the others.
    if (last === i32.MAX_VALUE) last = (near & 255) as i32;
    near |= ((last & 255) as u32) << (8 * count);
  }
  return near;
}

/** The values greater than `last`; the greatest number for the others. */
function above(values: v128, last: i32): v128 {
  return v128.bitselect(values, i32x4.splat(i32.MAX_VALUE), i32x4.gt_s(values, i32x4.splat(last)));
}

/** The index of the nearest of four colours. */
function nearestOf(near: u32, wanted: v128, flat: usize): i32 {
  const first = near & 255;
  const second = (near >> 8) & 255;
  const third = (near >> 16) & 255;
  const fourth = near >> 24;
  const pair = i16x8.sub(v128.load64_lane(flat + 8 * second, v128.load64_zero(flat + 8 * first), 1), wanted);
  const other = i16x8.sub(v128.load64_lane(flat + 8 * fourth, v128.load64_zero(flat + 8 * third), 1), wanted);
  const left = i32x4.dot_i16x8_s(pair, pair);
  const right = i32x4.dot_i16x8_s(other, other);
  const sums = i32x4.add(
    v128.shuffle<i32>(left, right, 0, 2, 4, 6),
    v128.shuffle<i32>(left, right, 1, 3, 5, 7),
  );
  return least(i32x4.add(i32x4.shl(sums, 8), i32x4(first, second, third, fourth))) & 255;
}

/** Sum of the differences of the channels of two pixels. */
function difference(a: u32, b: u32): i32 {
  const one = i32x4.splat(a);
  const two = i32x4.splat(b);
  const apart = i32x4.extract_lane(i8x16.sub(i8x16.max_u(one, two), i8x16.min_u(one, two)), 0);
  return (apart & 255) + ((apart >> 8) & 255) + ((apart >> 16) & 255);
}

/** The difference of neighbours at which nothing is diffused, and the share that is at least. */
const BUSY: f32 = 96;
const LEAST_SHARE: f32 = 0.3;

/** The squared error that is dropped: nobody sees it, and the file becomes smaller. */
const UNSEEN: f32 = 4;

/**
 * Writes the index of a colour for each pixel of a row, and diffuses the errors, times `strength`, to the pixels to come:
 * Floyd and Steinberg (1976). Diffuses less where neighbours differ: there nobody sees steps of colour, and noise adds to the
 * error. Rows go alternately forwards and `back`. `here` and `below` hold the errors of this row and the next, 16 bytes for each
 * pixel and for one on either side; `below` must be zero. `cache` has four bytes for each colour of 6 bits a channel and is zero
 * before the first row.
 */
export function ditherRow(
  pixels: usize,
  width: i32,
  back: i32,
  here: usize,
  below: usize,
  palette: usize,
  bytes: i32,
  cache: usize,
  strength: f32,
  transparent: i32,
  to: usize,
): void {
  const step: i32 = back ? -1 : 1;
  const zero = f32x4.splat(0);
  const white = f32x4.splat(255);
  const half = f32x4.splat(0.5);
  const flat = palette + FLAT;
  const cached = bytes > 32;
  let carried = zero;
  let x = back ? width - 1 : 0;
  for (let count = 0; count < width; count++, x += step) {
    const from = pixels + 4 * (x as usize);
    const pixel = load<u32>(from);
    if (pixel === 0) {
      store<u8>(to + (x as usize), transparent as u8);
      carried = zero;
      continue;
    }
    const place = 16 * ((x + 1) as usize);
    const color = f32x4.convert_i32x4_u(i32x4(pixel & 255, (pixel >> 8) & 255, (pixel >> 16) & 255, 0));
    let owed = f32x4.add(carried, v128.load(here + place));
    const squares = f32x4.mul(owed, owed);
    const size =
      f32x4.extract_lane(squares, 0) + f32x4.extract_lane(squares, 1) + f32x4.extract_lane(squares, 2);
    if (size < UNSEEN) owed = zero;
    const wanted = f32x4.min(white, f32x4.max(zero, f32x4.add(color, owed)));
    const whole = i32x4.trunc_sat_f32x4_u(f32x4.add(wanted, half));
    const red = i32x4.extract_lane(whole, 0);
    const green = i32x4.extract_lane(whole, 1);
    const blue = i32x4.extract_lane(whole, 2);
    const name = ((red >> 2) << (2 * CACHE_BITS)) | ((green >> 2) << CACHE_BITS) | (blue >> 2);
    const entry = cache + 4 * (name as usize);
    let index = 0;
    if (cached) {
      let near = load<u32>(entry);
      if (near === 0) {
        near = nearColors((red & ~3) + 2, (green & ~3) + 2, (blue & ~3) + 2, palette, bytes);
        store<u32>(entry, near);
      }
      index = nearestOf(near, i16x8.narrow_i32x4_s(whole, whole), flat);
    } else index = nearestColor(red, green, blue, palette, bytes) & 255;
    store<u8>(to + (x as usize), index as u8);
    const found = flat + 8 * (index as usize);
    const shown = f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_s(v128.load64_zero(found)));
    const before = x > 0 ? load<u32>(from - 4) : pixel;
    const after = x < width - 1 ? load<u32>(from + 4) : pixel;
    const busy = difference(before, pixel) + difference(pixel, after);
    const share = strength * max<f32>(LEAST_SHARE, 1 - (busy as f32) / BUSY);
    const error = f32x4.mul(f32x4.sub(wanted, shown), f32x4.splat(share / 16));
    carried = f32x4.mul(error, f32x4.splat(7));
    const next = below + place;
    const ahead = next + 16 * step;
    const behind = next - 16 * step;
    v128.store(behind, f32x4.add(v128.load(behind), f32x4.mul(error, f32x4.splat(3))));
    v128.store(next, f32x4.add(v128.load(next), f32x4.mul(error, f32x4.splat(5))));
    v128.store(ahead, f32x4.add(v128.load(ahead), error));
  }
}
