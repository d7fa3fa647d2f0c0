/**
 * Bytes as fine samples: 16 bits with so many of them behind the point. Works in 16 samples, so up to 15 behind
 * the last are read and written.
 */
export function widen(from: usize, samples: usize, bits: i32, to: usize): void {
  for (let at: usize = 0; at < samples; at += 16) {
    const bytes = v128.load(from + at);
    v128.store(to + 2 * at, i16x8.shl(i16x8.extend_low_i8x16_u(bytes), bits));
    v128.store(to + 2 * at, i16x8.shl(i16x8.extend_high_i8x16_u(bytes), bits), 16);
  }
}

/** The inverse of `widen`: rounded, and within 0 to 255. */
export function narrow(from: usize, samples: usize, bits: i32, to: usize): void {
  const half = i16x8.splat((1 as i16) << ((bits - 1) as i16));
  for (let at: usize = 0; at < samples; at += 16) {
    const low = i16x8.add_sat_s(v128.load(from + 2 * at), half);
    const high = i16x8.add_sat_s(v128.load(from + 2 * at, 16), half);
    v128.store(to + at, i8x16.narrow_i16x8_u(i16x8.shr_s(low, bits), i16x8.shr_s(high, bits)));
  }
}

/** 16-bit samples as floats. Works in 8 samples. */
export function toFloats(from: usize, samples: usize, to: usize): void {
  for (let at: usize = 0; at < samples; at += 8) {
    const halves = v128.load(from + 2 * at);
    v128.store(to + 4 * at, f32x4.convert_i32x4_u(i32x4.extend_low_i16x8_u(halves)));
    v128.store(to + 4 * at, f32x4.convert_i32x4_u(i32x4.extend_high_i16x8_u(halves)), 16);
  }
}

/** The inverse of `toFloats`: rounded, halves up, and within 0 to 65,535. */
export function toHalves(from: usize, samples: usize, to: usize): void {
  for (let at: usize = 0; at < samples; at += 8) {
    const low = levels(v128.load(from + 4 * at));
    const high = levels(v128.load(from + 4 * at, 16));
    v128.store(to + 2 * at, i16x8.narrow_i32x4_u(low, high));
  }
}

function levels(samples: v128): v128 {
  return i32x4.trunc_sat_f32x4_s(f32x4.floor(f32x4.add(samples, f32x4.splat(0.5))));
}

/** Makes 0 of the floats that are NaN or infinite, in place. Works in 4 samples. */
export function makeFinite(from: usize, samples: usize): void {
  for (let at: usize = 0; at < samples; at += 4) {
    const floats = v128.load(from + 4 * at);
    const finite = f32x4.eq(f32x4.sub(floats, floats), f32x4.splat(0));
    v128.store(from + 4 * at, v128.and(floats, finite));
  }
}
