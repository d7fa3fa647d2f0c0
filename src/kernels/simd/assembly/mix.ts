import { CHUNK } from './sum';

/**
 * Pixels that are weighted sums of neighbours in one row of fine samples. Pixel `x` takes `2 * pairs` pixels
 * from `starts[x]` on, a place within the row; its 16-bit shares, which count `1 << shift` together, lie at
 * `shares[x]`. For one or three channels. Up to eight samples behind the last are read and written.
 */
export function mixFine(
  from: usize,
  starts: usize,
  shares: usize,
  pixels: i32,
  pairs: i32,
  channels: i32,
  shift: i32,
  to: usize,
): void {
  const half = i32x4.splat(1 << (shift - 1));
  const pixel = 2 * channels;
  for (let x = 0; x < pixels; x++) {
    const first = from + load<usize>(starts + 4 * x);
    const share = load<usize>(shares + 4 * x);
    const sum = channels === 3 ? threeOf(first, share, pairs, half) : oneOf(first, share, pairs, half);
    const mixed = i32x4.shr_s(sum, shift);
    v128.store64_lane(to + pixel * x, i16x8.narrow_i32x4_s(mixed, mixed), 0);
  }
}

function oneOf(first: usize, share: usize, pairs: i32, half: v128): v128 {
  let sum = half;
  for (let pair = 0; pair < pairs; pair++) {
    const two = v128.load32_zero(first + 4 * pair);
    sum = i32x4.add(sum, i32x4.dot_i16x8_s(two, v128.load32_zero(share + 4 * pair)));
  }
  return sum;
}

function threeOf(first: usize, share: usize, pairs: i32, half: v128): v128 {
  let sum = half;
  for (let pair = 0; pair < pairs; pair++) {
    const two = v128.load(first + 12 * pair);
    const colors = v128.shuffle<i16>(two, two, 0, 3, 1, 4, 2, 5, 6, 7);
    sum = i32x4.add(sum, i32x4.dot_i16x8_s(colors, v128.load32_splat(share + 4 * pair)));
  }
  return sum;
}

/** The same of floats, for any number of channels up to four. */
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
