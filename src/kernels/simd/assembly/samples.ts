/** Converts samples between bytes, 16-bit integers, fixed point and floats. */

/**
 * Converts bytes to 16-bit fixed point with `bits` fractional bits. Computes 16 samples at once, so it reads and
 * writes up to 15 behind the last.
 */
export function widen(from: usize, samples: usize, bits: i32, to: usize): void {
  for (let at: usize = 0; at < samples; at += 16) {
    const bytes = v128.load(from + at);
    v128.store(to + 2 * at, i16x8.shl(i16x8.extend_low_i8x16_u(bytes), bits));
    v128.store(to + 2 * at, i16x8.shl(i16x8.extend_high_i8x16_u(bytes), bits), 16);
  }
}

/** The inverse of `widen`: rounded, and limited to 0..255. */
export function narrow(from: usize, samples: usize, bits: i32, to: usize): void {
  const half = i16x8.splat((1 as i16) << ((bits - 1) as i16));
  for (let at: usize = 0; at < samples; at += 16) {
    const low = i16x8.add_sat_s(v128.load(from + 2 * at), half);
    const high = i16x8.add_sat_s(v128.load(from + 2 * at, 16), half);
    v128.store(to + at, i8x16.narrow_i16x8_u(i16x8.shr_s(low, bits), i16x8.shr_s(high, bits)));
  }
}

/** Converts 16-bit samples to floats. Computes 8 at once. */
export function halvesToFloats(from: usize, samples: usize, to: usize): void {
  for (let at: usize = 0; at < samples; at += 8) {
    storeHalves(v128.load(from + 2 * at), to + 4 * at);
  }
}

/** The inverse of `halvesToFloats`: rounded, halves up, and limited to 0..65,535. */
export function floatsToHalves(from: usize, samples: usize, to: usize): void {
  for (let at: usize = 0; at < samples; at += 8) {
    const low = levels(v128.load(from + 4 * at));
    const high = levels(v128.load(from + 4 * at, 16));
    v128.store(to + 2 * at, i16x8.narrow_i32x4_u(low, high));
  }
}

function levels(samples: v128): v128 {
  return i32x4.trunc_sat_f32x4_s(f32x4.floor(f32x4.add(samples, f32x4.splat(0.5))));
}

/** Replaces NaN and infinities by 0, in place. Computes 4 samples at once. */
export function makeFinite(from: usize, samples: usize): void {
  for (let at: usize = 0; at < samples; at += 4) {
    const floats = v128.load(from + 4 * at);
    const finite = f32x4.eq(f32x4.sub(floats, floats), f32x4.splat(0));
    v128.store(from + 4 * at, v128.and(floats, finite));
  }
}

/** Whether no float is NaN or infinite. Reads 4 at once; the floats behind the last must be finite. */
export function areFinite(from: usize, samples: usize): bool {
  let all = i32x4.splat(-1);
  for (let at: usize = 0; at < samples; at += 4) {
    const floats = v128.load(from + 4 * at);
    all = v128.and(all, f32x4.eq(f32x4.sub(floats, floats), f32x4.splat(0)));
  }
  return i32x4.all_true(all);
}

/** Converts bytes to floats. Computes 16 samples at once. */
export function bytesToFloats(from: usize, samples: usize, to: usize): void {
  for (let at: usize = 0; at < samples; at += 16) {
    const bytes = v128.load(from + at);
    storeHalves(i16x8.extend_low_i8x16_u(bytes), to + 4 * at);
    storeHalves(i16x8.extend_high_i8x16_u(bytes), to + 4 * at + 32);
  }
}

/** The inverse of `bytesToFloats`: rounded, halves up, and limited to 0..255. */
export function floatsToBytes(from: usize, samples: usize, to: usize): void {
  for (let at: usize = 0; at < samples; at += 16) {
    const first = from + 4 * at;
    const low = i16x8.narrow_i32x4_s(levels(v128.load(first)), levels(v128.load(first, 16)));
    const high = i16x8.narrow_i32x4_s(levels(v128.load(first, 32)), levels(v128.load(first, 48)));
    v128.store(to + at, i8x16.narrow_i16x8_u(low, high));
  }
}

function storeHalves(halves: v128, to: usize): void {
  v128.store(to, f32x4.convert_i32x4_u(i32x4.extend_low_i16x8_u(halves)));
  v128.store(to, f32x4.convert_i32x4_u(i32x4.extend_high_i16x8_u(halves)), 16);
}
