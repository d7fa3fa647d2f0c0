/** Running sums of integers, for box means. */

/** Adds a row of bytes to 32-bit sums and subtracts another. Computes 16 samples at once. */
export function moveByteSums(sums: usize, samples: usize, enter: usize, leave: usize): void {
  for (let at: usize = 0; at < samples; at += 16) {
    const come = v128.load(enter + at);
    const gone = v128.load(leave + at);
    const low = i16x8.sub(i16x8.extend_low_i8x16_u(come), i16x8.extend_low_i8x16_u(gone));
    const high = i16x8.sub(i16x8.extend_high_i8x16_u(come), i16x8.extend_high_i8x16_u(gone));
    raise(sums + 4 * at, i32x4.extend_low_i16x8_s(low));
    raise(sums + 4 * at + 16, i32x4.extend_high_i16x8_s(low));
    raise(sums + 4 * at + 32, i32x4.extend_low_i16x8_s(high));
    raise(sums + 4 * at + 48, i32x4.extend_high_i16x8_s(high));
  }
}

/** The same for 16-bit samples. Computes 8 at once. */
export function moveHalfSums(sums: usize, samples: usize, enter: usize, leave: usize): void {
  for (let at: usize = 0; at < samples; at += 8) {
    const come = v128.load(enter + 2 * at);
    const gone = v128.load(leave + 2 * at);
    const low = i32x4.sub(i32x4.extend_low_i16x8_u(come), i32x4.extend_low_i16x8_u(gone));
    const high = i32x4.sub(i32x4.extend_high_i16x8_u(come), i32x4.extend_high_i16x8_u(gone));
    raise(sums + 4 * at, low);
    raise(sums + 4 * at + 16, high);
  }
}

function raise(sums: usize, by: v128): void {
  v128.store(sums, i32x4.add(v128.load(sums), by));
}

/**
 * Sums `2 * radius + 1` neighbouring pixels of a row, times `share`, as floats rounded to whole numbers. The row must
 * reach `radius + 1` pixels further on both sides, and its sums must fit 32 bits; they are divided in 64. Writes up
 * to 3 floats behind the last pixel.
 */
export function slideSums(
  sums: usize,
  pixels: usize,
  channels: usize,
  radius: usize,
  share: f64,
  to: usize,
): void {
  const step = 4 * channels;
  const reach = step * radius;
  let sum = i32x4.splat(0);
  for (let at = sums - reach - step; at < sums + reach; at += step) sum = i32x4.add(sum, v128.load(at));
  const half = f64x2.splat(0.5);
  const factor = f64x2.splat(share);
  for (let x: usize = 0; x < pixels; x++) {
    const at = sums + step * x;
    sum = i32x4.add(sum, i32x4.sub(v128.load(at + reach), v128.load(at - reach - step)));
    const end = v128.shuffle<i32>(sum, sum, 2, 3, 2, 3);
    const low = f64x2.add(f64x2.mul(f64x2.convert_low_i32x4_u(sum), factor), half);
    const high = f64x2.add(f64x2.mul(f64x2.convert_low_i32x4_u(end), factor), half);
    const one = i32x4.trunc_sat_f64x2_u_zero(low);
    const other = i32x4.trunc_sat_f64x2_u_zero(high);
    v128.store(to + step * x, f32x4.convert_i32x4_s(v128.shuffle<i64>(one, other, 0, 2)));
  }
}
