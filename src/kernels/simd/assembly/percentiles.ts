/** Counts the keys of a radix select, 12 bits at a time, for percentiles. */

/** Converts numbers of 0 to 1 to integers of `steps` steps, up to 2 ** 24, in place. Computes 4 at once. */
export function toSteps(numbers: usize, count: usize, steps: f32): void {
  for (let at: usize = 0; at < count; at += 4) {
    const within = f32x4.pmin(f32x4.splat(1), f32x4.pmax(f32x4.splat(0), v128.load(numbers + 4 * at)));
    const whole = f32x4.nearest(f32x4.mul(within, f32x4.splat(steps)));
    v128.store(numbers + 4 * at, i32x4.trunc_sat_f32x4_s(whole));
  }
}

/** Counts keys by the bits above their last 12. */
export function countCoarse(keys: usize, count: usize, counts: usize): void {
  for (let at: usize = 0; at < 4 * count; at += 4) raise(counts, load<u32>(keys + at) >>> 12);
}

/** Counts the last 12 bits of the keys that begin with `one` or `other`, each in a table of its own. */
export function countFine(
  keys: usize,
  count: usize,
  one: u32,
  other: u32,
  counts: usize,
  otherCounts: usize,
): void {
  for (let at: usize = 0; at < 4 * count; at += 4) {
    const key = load<u32>(keys + at);
    const begin = key >>> 12;
    if (begin === one) raise(counts, key & 4095);
    if (begin === other) raise(otherCounts, key & 4095);
  }
}

function raise(counts: usize, at: usize): void {
  store<u32>(counts + 4 * at, load<u32>(counts + 4 * at) + 1);
}
