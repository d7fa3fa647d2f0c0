/** Floats as integers in the same order. */

/** The bits of a float's magnitude. */
const MAGNITUDE: i32 = 0x7fffffff;

/**
 * Replaces floats by integers in the same order: from -infinity up, -0 before +0, and every NaN last, as one number.
 * Adds `raised`, then inverts the bits of `turned`. Computes 4 samples at once.
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

/** Inverts all bits, in place, which reverses the order. Computes 16 bytes at once. */
export function invertBits(samples: usize, length: usize): void {
  for (let at: usize = 0; at < length; at += 16) {
    v128.store(samples + at, v128.not(v128.load(samples + at)));
  }
}
