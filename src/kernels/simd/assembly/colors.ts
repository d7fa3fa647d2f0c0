/** Splits pixels into planes of floats, one for each channel, and joins them again. */

/**
 * Bytes from one plane to the next: 1024 floats, and a cache line so that planes do not evict each other. The planes of a
 * block are red, green, blue and alpha. A `mask` lays the samples of pixels out as red, green, blue and alpha, or does the
 * inverse. All functions compute 4 pixels at once, and read and write up to 64 bytes behind the last.
 */
export const PLANE: usize = 4160;

/** The mask makes one word for each of 4 pixels. */
export function splitBytes(from: usize, pixels: usize, step: usize, mask: usize, planes: usize): void {
  const spread = v128.load(mask);
  const byte = i32x4.splat(255);
  for (let at: usize = 0; at < pixels; at += 4) {
    const words = i8x16.swizzle(v128.load(from + step * at), spread);
    const place = planes + 4 * at;
    v128.store(place, f32x4.convert_i32x4_s(v128.and(words, byte)));
    v128.store(place + PLANE, f32x4.convert_i32x4_s(v128.and(i32x4.shr_u(words, 8), byte)));
    v128.store(place + 2 * PLANE, f32x4.convert_i32x4_s(v128.and(i32x4.shr_u(words, 16), byte)));
    v128.store(place + 3 * PLANE, f32x4.convert_i32x4_s(i32x4.shr_u(words, 24)));
  }
}

export function joinBytes(planes: usize, pixels: usize, step: usize, mask: usize, to: usize): void {
  const pack = v128.load(mask);
  const white = f32x4.splat(255);
  for (let at: usize = 0; at < pixels; at += 4) {
    const place = planes + 4 * at;
    const red = levelsOf(v128.load(place), white);
    const green = i32x4.shl(levelsOf(v128.load(place + PLANE), white), 8);
    const blue = i32x4.shl(levelsOf(v128.load(place + 2 * PLANE), white), 16);
    const alpha = i32x4.shl(levelsOf(v128.load(place + 3 * PLANE), white), 24);
    const words = v128.or(v128.or(red, green), v128.or(blue, alpha));
    v128.store(to + step * at, i8x16.swizzle(words, pack));
  }
}

/** The mask makes two words for each of 2 pixels. */
export function splitHalves(from: usize, pixels: usize, step: usize, mask: usize, planes: usize): void {
  const spread = v128.load(mask);
  const half = i32x4.splat(65535);
  for (let at: usize = 0; at < pixels; at += 4) {
    const source = from + step * at;
    const a = i8x16.swizzle(v128.load(source), spread);
    const b = i8x16.swizzle(v128.load(source + 2 * step), spread);
    const low = v128.shuffle<i32>(a, b, 0, 2, 4, 6);
    const high = v128.shuffle<i32>(a, b, 1, 3, 5, 7);
    const place = planes + 4 * at;
    v128.store(place, f32x4.convert_i32x4_s(v128.and(low, half)));
    v128.store(place + PLANE, f32x4.convert_i32x4_s(i32x4.shr_u(low, 16)));
    v128.store(place + 2 * PLANE, f32x4.convert_i32x4_s(v128.and(high, half)));
    v128.store(place + 3 * PLANE, f32x4.convert_i32x4_s(i32x4.shr_u(high, 16)));
  }
}

export function joinHalves(planes: usize, pixels: usize, step: usize, mask: usize, to: usize): void {
  const pack = v128.load(mask);
  const white = f32x4.splat(65535);
  for (let at: usize = 0; at < pixels; at += 4) {
    const place = planes + 4 * at;
    const red = levelsOf(v128.load(place), white);
    const green = levelsOf(v128.load(place + PLANE), white);
    const blue = levelsOf(v128.load(place + 2 * PLANE), white);
    const alpha = levelsOf(v128.load(place + 3 * PLANE), white);
    const low = v128.or(red, i32x4.shl(green, 16));
    const high = v128.or(blue, i32x4.shl(alpha, 16));
    const goal = to + step * at;
    v128.store(goal, i8x16.swizzle(v128.shuffle<i32>(low, high, 0, 4, 1, 5), pack));
    v128.store(goal + 2 * step, i8x16.swizzle(v128.shuffle<i32>(low, high, 2, 6, 3, 7), pack));
  }
}

/** The mask makes four words for one pixel. */
export function splitFloats(from: usize, pixels: usize, step: usize, mask: usize, planes: usize): void {
  const spread = v128.load(mask);
  for (let at: usize = 0; at < pixels; at += 4) {
    const source = from + step * at;
    const a = i8x16.swizzle(v128.load(source), spread);
    const b = i8x16.swizzle(v128.load(source + step), spread);
    const c = i8x16.swizzle(v128.load(source + 2 * step), spread);
    const d = i8x16.swizzle(v128.load(source + 3 * step), spread);
    const ab = v128.shuffle<i32>(a, b, 0, 4, 1, 5);
    const cd = v128.shuffle<i32>(c, d, 0, 4, 1, 5);
    const abEnd = v128.shuffle<i32>(a, b, 2, 6, 3, 7);
    const cdEnd = v128.shuffle<i32>(c, d, 2, 6, 3, 7);
    const place = planes + 4 * at;
    v128.store(place, v128.shuffle<i64>(ab, cd, 0, 2));
    v128.store(place + PLANE, v128.shuffle<i64>(ab, cd, 1, 3));
    v128.store(place + 2 * PLANE, v128.shuffle<i64>(abEnd, cdEnd, 0, 2));
    v128.store(place + 3 * PLANE, v128.shuffle<i64>(abEnd, cdEnd, 1, 3));
  }
}

export function joinFloats(planes: usize, pixels: usize, step: usize, mask: usize, to: usize): void {
  const pack = v128.load(mask);
  for (let at: usize = 0; at < pixels; at += 4) {
    const place = planes + 4 * at;
    const a = v128.load(place);
    const b = v128.load(place + PLANE);
    const c = v128.load(place + 2 * PLANE);
    const d = v128.load(place + 3 * PLANE);
    const ab = v128.shuffle<i32>(a, b, 0, 4, 1, 5);
    const cd = v128.shuffle<i32>(c, d, 0, 4, 1, 5);
    const abEnd = v128.shuffle<i32>(a, b, 2, 6, 3, 7);
    const cdEnd = v128.shuffle<i32>(c, d, 2, 6, 3, 7);
    const goal = to + step * at;
    v128.store(goal, i8x16.swizzle(v128.shuffle<i64>(ab, cd, 0, 2), pack));
    v128.store(goal + step, i8x16.swizzle(v128.shuffle<i64>(ab, cd, 1, 3), pack));
    v128.store(goal + 2 * step, i8x16.swizzle(v128.shuffle<i64>(abEnd, cdEnd, 0, 2), pack));
    v128.store(goal + 3 * step, i8x16.swizzle(v128.shuffle<i64>(abEnd, cdEnd, 1, 3), pack));
  }
}

/** Rounds red, green and blue to levels from 0 to white, halves up, as storing does. */
export function roundColors(planes: usize, pixels: usize, white: f32): void {
  const most = f32x4.splat(white);
  for (let at: usize = 0; at < pixels; at += 4) {
    roundAt(planes + 4 * at, most);
    roundAt(planes + 4 * at + PLANE, most);
    roundAt(planes + 4 * at + 2 * PLANE, most);
  }
}

/** Whether every red, green and blue has a magnitude of at most `size`; NaN has not. */
export function areWithin(planes: usize, pixels: usize, size: f32): bool {
  const most = f32x4.splat(size);
  let all = i32x4.splat(-1);
  for (let at: usize = 0; at < pixels; at += 4) {
    const place = planes + 4 * at;
    all = v128.and(all, f32x4.le(f32x4.abs(v128.load(place)), most));
    all = v128.and(all, f32x4.le(f32x4.abs(v128.load(place + PLANE)), most));
    all = v128.and(all, f32x4.le(f32x4.abs(v128.load(place + 2 * PLANE)), most));
  }
  return i32x4.all_true(all);
}

function roundAt(place: usize, white: v128): void {
  v128.store(place, f32x4.convert_i32x4_s(levelsOf(v128.load(place), white)));
}

/** Rounds and limits; NaN becomes 0. */
function levelsOf(samples: v128, white: v128): v128 {
  const within = f32x4.pmin(white, f32x4.pmax(f32x4.splat(0), samples));
  return i32x4.trunc_sat_f32x4_s(f32x4.add(within, f32x4.splat(0.5)));
}
