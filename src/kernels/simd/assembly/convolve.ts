/** Premultiplies rows for a convolution and finishes its sums: offset, and division by alpha. */

/** Adds a number to floats, in place. Computes 4 samples at once. */
export function raiseFloats(samples: usize, count: usize, by: f32): void {
  for (let at: usize = 0; at < count; at += 4) {
    v128.store(samples + 4 * at, f32x4.add(v128.load(samples + 4 * at), f32x4.splat(by)));
  }
}

/** Adds a number to 16-bit integers, in place and saturating. Computes 8 samples at once. */
export function raiseFine(samples: usize, count: usize, by: i32): void {
  for (let at: usize = 0; at < count; at += 8) {
    const raised = i16x8.add_sat_s(v128.load(samples + 2 * at), i16x8.splat(by as i16));
    v128.store(samples + 2 * at, raised);
  }
}

/**
 * Multiplies the colours of float pixels with two or four channels by alpha as a fraction of `white`, in place. Where
 * alpha is not above 0, all channels become 0. Computes 4 samples at once.
 */
export function premultiply(samples: usize, count: usize, channels: i32, white: f32): void {
  const colors = colorLanes(channels);
  for (let at: usize = 0; at < count; at += 4) {
    const own = v128.load(samples + 4 * at);
    const alphas = alphasOf(own, channels);
    const faded = f32x4.mul(own, f32x4.div(alphas, f32x4.splat(white)));
    const seen = f32x4.gt(alphas, f32x4.splat(0));
    v128.store(samples + 4 * at, v128.and(v128.bitselect(faded, own, colors), seen));
  }
}

/** Part of the absolute sum of alphas below which alpha counts as cancelled out; colours are then scaled down. */
const CANCELLED: f32 = 0.125;

/** Part of the absolute sum of alphas below which alpha is only the rounding error of 0. */
const ROUNDED: f32 = 0.0000005;

/**
 * Finishes the sums of such samples, in place: divides colours by alpha, times `gain`, which includes white, plus
 * `offset`. Transparent pixels become black. `negatives` are the sums over negative weights. Computes 4 samples at
 * once.
 */
export function straighten(
  sums: usize,
  negatives: usize,
  count: usize,
  channels: i32,
  gain: f32,
  offset: f32,
): void {
  const colors = colorLanes(channels);
  for (let at: usize = 0; at < count; at += 4) {
    const own = v128.load(sums + 4 * at);
    const alphas = alphasOf(own, channels);
    const negative = alphasOf(v128.load(negatives + 4 * at), channels);
    const absolute = f32x4.sub(alphas, f32x4.add(negative, negative));
    const whole = f32x4.max(alphas, f32x4.mul(absolute, f32x4.splat(CANCELLED)));
    const scaled = f32x4.div(f32x4.mul(own, f32x4.splat(gain)), whole);
    const none = f32x4.lt(alphas, f32x4.mul(absolute, f32x4.splat(ROUNDED)));
    const seen = v128.andnot(f32x4.gt(alphas, f32x4.splat(0)), none);
    const straight = v128.and(f32x4.add(scaled, f32x4.splat(offset)), seen);
    v128.store(sums + 4 * at, v128.bitselect(straight, own, colors));
  }
}

function colorLanes(channels: i32): v128 {
  return channels === 4 ? i32x4(-1, -1, -1, 0) : i32x4(-1, 0, -1, 0);
}

/** The alphas of one pixel of four channels, or of two pixels of two, in the lanes of all their samples. */
function alphasOf(samples: v128, channels: i32): v128 {
  return channels === 4
    ? v128.shuffle<i32>(samples, samples, 3, 3, 3, 3)
    : v128.shuffle<i32>(samples, samples, 1, 1, 3, 3);
}
