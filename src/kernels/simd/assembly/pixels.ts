/** Spreads pixels of any layout into vectors of red, green, blue and alpha, and packs them again. */

/**
 * Writes pixels of any layout as vectors of red, green, blue and alpha in floats, 16 bytes each, times `gain`. The
 * mask lays out the samples of as many pixels as a vector holds; the vector behind the mask supplies a missing alpha.
 * Up to 48 bytes behind the last pixel are written, and 16 read.
 */
export function spreadBytes(
  from: usize,
  pixels: usize,
  step: usize,
  mask: usize,
  gain: f32,
  to: usize,
): void {
  const spread = v128.load(mask);
  const filler = v128.load(mask, 16);
  const factor = f32x4.splat(gain);
  for (let at: usize = 0; at < pixels; at += 4) {
    const bytes = v128.or(i8x16.swizzle(v128.load(from + step * at), spread), filler);
    storeHalves(i16x8.extend_low_i8x16_u(bytes), factor, to + 16 * at);
    storeHalves(i16x8.extend_high_i8x16_u(bytes), factor, to + 16 * at + 32);
  }
}

export function spreadHalves(
  from: usize,
  pixels: usize,
  step: usize,
  mask: usize,
  gain: f32,
  to: usize,
): void {
  const spread = v128.load(mask);
  const filler = v128.load(mask, 16);
  const factor = f32x4.splat(gain);
  for (let at: usize = 0; at < pixels; at += 2) {
    const halves = v128.or(i8x16.swizzle(v128.load(from + step * at), spread), filler);
    storeHalves(halves, factor, to + 16 * at);
  }
}

function storeHalves(halves: v128, factor: v128, to: usize): void {
  const low = f32x4.convert_i32x4_u(i32x4.extend_low_i16x8_u(halves));
  const high = f32x4.convert_i32x4_u(i32x4.extend_high_i16x8_u(halves));
  v128.store(to, f32x4.mul(low, factor));
  v128.store(to, f32x4.mul(high, factor), 16);
}

/** Floats stay as they are. */
export function spreadFloats(
  from: usize,
  pixels: usize,
  step: usize,
  mask: usize,
  _gain: f32,
  to: usize,
): void {
  const spread = v128.load(mask);
  const filler = v128.load(mask, 16);
  for (let at: usize = 0; at < pixels; at++) {
    v128.store(to + 16 * at, v128.or(i8x16.swizzle(v128.load(from + step * at), spread), filler));
  }
}

/**
 * The inverse: vectors times `gain`, rounded, halves up, and limited to the pixel type; NaN becomes 0. Writes up to
 * 15 bytes behind the last pixel.
 */
export function packBytes(from: usize, pixels: usize, step: usize, mask: usize, gain: f32, to: usize): void {
  const pack = v128.load(mask);
  const factor = f32x4.splat(gain);
  for (let at: usize = 0; at < pixels; at += 4) {
    const first = from + 16 * at;
    const low = i16x8.narrow_i32x4_s(levels(first, factor), levels(first + 16, factor));
    const high = i16x8.narrow_i32x4_s(levels(first + 32, factor), levels(first + 48, factor));
    v128.store(to + step * at, i8x16.swizzle(i8x16.narrow_i16x8_u(low, high), pack));
  }
}

export function packHalves(from: usize, pixels: usize, step: usize, mask: usize, gain: f32, to: usize): void {
  const pack = v128.load(mask);
  const factor = f32x4.splat(gain);
  for (let at: usize = 0; at < pixels; at += 2) {
    const first = from + 16 * at;
    const halves = i16x8.narrow_i32x4_u(levels(first, factor), levels(first + 16, factor));
    v128.store(to + step * at, i8x16.swizzle(halves, pack));
  }
}

function levels(from: usize, factor: v128): v128 {
  const product = f32x4.mul(v128.load(from), factor);
  return i32x4.trunc_sat_f32x4_s(f32x4.floor(f32x4.add(product, f32x4.splat(0.5))));
}

/** Floats stay as they are. */
export function packFloats(
  from: usize,
  pixels: usize,
  step: usize,
  mask: usize,
  _gain: f32,
  to: usize,
): void {
  const pack = v128.load(mask);
  for (let at: usize = 0; at < pixels; at++) {
    v128.store(to + step * at, i8x16.swizzle(v128.load(from + 16 * at), pack));
  }
}

/** Multiplies colours by their alpha, in place. */
export function weighPixels(pixels: usize, count: usize): void {
  const end = pixels + 16 * count;
  for (let at = pixels; at < end; at += 16) {
    const color = v128.load(at);
    const product = f32x4.mul(color, v128.shuffle<i32>(color, color, 3, 3, 3, 3));
    v128.store(at, v128.shuffle<i32>(product, color, 0, 1, 2, 7));
  }
}

/** Alphas below this, 2 ** -40, count as 0, or are too small to divide by. */
const LEAST: f32 = 9.0949470177e-13;

/** Whether all colours have a magnitude of at most `far`, and every alpha is 0, or from `LEAST` to `most`. */
export function areInRange(pixels: usize, count: usize, far: f32, most: f32): bool {
  const highest = f32x4.replace_lane(f32x4.splat(far), 3, most);
  const lowest = f32x4.replace_lane(f32x4.splat(-far), 3, 0);
  const zero = f32x4.splat(0);
  // Colours may be as small as they like.
  const least = f32x4.replace_lane(f32x4.splat(0), 3, LEAST);
  let all = i32x4.splat(-1);
  const end = pixels + 16 * count;
  for (let at = pixels; at < end; at += 16) {
    const color = v128.load(at);
    const within = v128.and(f32x4.ge(color, lowest), f32x4.le(color, highest));
    const fine = v128.or(f32x4.eq(color, zero), f32x4.ge(f32x4.abs(color), least));
    all = v128.and(all, v128.and(within, fine));
  }
  return i32x4.all_true(all);
}
