/** The magnitude of a float, as bits. */
const MAGNITUDE: i32 = 0x7fffffff;

/**
 * Makes whole numbers in the same order of floats, in place: from -infinity on, -0 before +0, every NaN last, as one.
 * `raised` is added to them, and then the bits of `turned` are turned round. Works in 4 samples.
 */
export function floatsToKeys(samples: usize, count: usize, raised: i32, turned: i32): void {
  for (let at: usize = 0; at < count; at += 4) {
    const floats = v128.load(samples + 4 * at);
    // The magnitudes of negative numbers grow the other way.
    const ordered = v128.xor(floats, v128.and(i32x4.shr_s(floats, 31), i32x4.splat(MAGNITUDE)));
    const key = v128.bitselect(ordered, i32x4.splat(MAGNITUDE), f32x4.eq(floats, floats));
    v128.store(samples + 4 * at, v128.xor(i32x4.add(key, i32x4.splat(raised)), i32x4.splat(turned)));
  }
}

/** The inverse of `floatsToKeys`. */
export function keysToFloats(keys: usize, count: usize, raised: i32, turned: i32): void {
  for (let at: usize = 0; at < count; at += 4) {
    const turnedBack = v128.xor(v128.load(keys + 4 * at), i32x4.splat(turned));
    const key = i32x4.sub(turnedBack, i32x4.splat(raised));
    v128.store(keys + 4 * at, v128.xor(key, v128.and(i32x4.shr_s(key, 31), i32x4.splat(MAGNITUDE))));
  }
}

/** Turns all bits of whole numbers round, in place, and so their order. Works in 16 bytes. */
export function invertBits(samples: usize, length: usize): void {
  for (let at: usize = 0; at < length; at += 16) {
    v128.store(samples + at, v128.not(v128.load(samples + at)));
  }
}
