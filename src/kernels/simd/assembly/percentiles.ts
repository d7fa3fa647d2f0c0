/** Numbers of 0 to 1 as whole numbers of so many steps, up to 2 ** 24, in place. Works in 4. */
export function toSteps(numbers: usize, count: usize, steps: f32): void {
  for (let at: usize = 0; at < count; at += 4) {
    const within = f32x4.pmin(f32x4.splat(1), f32x4.pmax(f32x4.splat(0), v128.load(numbers + 4 * at)));
    const whole = f32x4.nearest(f32x4.mul(within, f32x4.splat(steps)));
    v128.store(numbers + 4 * at, i32x4.trunc_sat_f32x4_s(whole));
  }
}

/** Counts whole numbers by what is left of them without their last 12 bits. */
export function countCoarse(keys: usize, count: usize, counts: usize): void {
  for (let at: usize = 0; at < 4 * count; at += 4) raise(counts, load<u32>(keys + at) >>> 12);
}

/** Counts the last 12 bits of those numbers that have one of two beginnings, in tables of their own. */
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
