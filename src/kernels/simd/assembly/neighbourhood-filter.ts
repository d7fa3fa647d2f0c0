/** Distances, weights and sums of the neighbourhood filter (bilateral filter and non-local means). */

/** Added to a float below 2 ** 22 in magnitude, it leaves the nearest integer in the lowest bits. */
const ROUNDS: f32 = 12582912;

/** The smallest exponent of 2. Times the largest sample, its power is negligible, and not subnormal. */
const LEAST: f32 = -100;

/**
 * Squared differences of pixels, summed over their planes, which lie `stride` bytes apart. Computes 16 pixels at
 * once, so up to 15 behind the last are read and written, as in all functions below.
 */
export function squareDifferences(
  one: usize,
  other: usize,
  channels: usize,
  stride: usize,
  pixels: usize,
  to: usize,
): void {
  const last = stride * channels;
  for (let at: usize = 0; at < 4 * pixels; at += 64) {
    let a = f32x4.splat(0);
    let b = a;
    let c = a;
    let d = a;
    for (let plane = at; plane < at + last; plane += stride) {
      const p = f32x4.sub(v128.load(one + plane), v128.load(other + plane));
      const q = f32x4.sub(v128.load(one + plane, 16), v128.load(other + plane, 16));
      const r = f32x4.sub(v128.load(one + plane, 32), v128.load(other + plane, 32));
      const s = f32x4.sub(v128.load(one + plane, 48), v128.load(other + plane, 48));
      a = f32x4.add(a, f32x4.mul(p, p));
      b = f32x4.add(b, f32x4.mul(q, q));
      c = f32x4.add(c, f32x4.mul(r, r));
      d = f32x4.add(d, f32x4.mul(s, s));
    }
    v128.store(to + at, a);
    v128.store(to + at, b, 16);
    v128.store(to + at, c, 32);
    v128.store(to + at, d, 48);
  }
}

/** Sums `count` rows, whose places are at `rows`. */
export function addRows(rows: usize, count: usize, pixels: usize, to: usize): void {
  for (let at: usize = 0; at < 4 * pixels; at += 64) {
    let a = f32x4.splat(0);
    let b = a;
    let c = a;
    let d = a;
    for (let i: usize = 0; i < count; i++) {
      const row = load<usize>(rows + 4 * i) + at;
      a = f32x4.add(a, v128.load(row));
      b = f32x4.add(b, v128.load(row, 16));
      c = f32x4.add(c, v128.load(row, 32));
      d = f32x4.add(d, v128.load(row, 48));
    }
    v128.store(to + at, a);
    v128.store(to + at, b, 16);
    v128.store(to + at, c, 32);
    v128.store(to + at, d, 48);
  }
}

/**
 * Weights from sums of `side` neighbouring squares: `2 ** -(scale * max(sum - spare, 0) + far)`, and 0 in the 16
 * pixels behind the last. Reads up to eleven floats behind the last sum.
 */
export function weighSquares(
  from: usize,
  side: usize,
  spare: f32,
  scale: f32,
  far: f32,
  pixels: usize,
  to: usize,
): void {
  const less = f32x4.splat(spare);
  const times = f32x4.splat(-scale);
  const nearest = f32x4.splat(-far);
  for (let at: usize = 0; at < 4 * pixels; at += 32) {
    const place = from + at;
    let a = v128.load(place);
    let b = v128.load(place, 16);
    for (let i: usize = 4; i < 4 * side; i += 4) {
      a = f32x4.add(a, v128.load(place + i));
      b = f32x4.add(b, v128.load(place + i, 16));
    }
    v128.store(to + at, weightOf(a, less, times, nearest));
    v128.store(to + at, weightOf(b, less, times, nearest), 16);
  }
  const none = f32x4.splat(0);
  const end = to + 4 * pixels;
  v128.store(end, none);
  v128.store(end, none, 16);
  v128.store(end, none, 32);
  v128.store(end, none, 48);
}

function weightOf(squares: v128, less: v128, times: v128, nearest: v128): v128 {
  const apart = f32x4.pmax(f32x4.sub(squares, less), f32x4.splat(0));
  const exponent = f32x4.add(nearest, f32x4.mul(times, apart));
  return powerOf2(f32x4.pmax(exponent, f32x4.splat(LEAST)));
}

/** Powers of 2 with a relative error of at most 2e-7, by the minimax polynomial between -1/2 and 1/2. */
function powerOf2(exponent: v128): v128 {
  const rounded = f32x4.add(exponent, f32x4.splat(ROUNDS));
  const rest = f32x4.sub(exponent, f32x4.sub(rounded, f32x4.splat(ROUNDS)));
  let power = f32x4.splat(0.0013276471405653488);
  power = f32x4.add(f32x4.mul(power, rest), f32x4.splat(0.009675541570526344));
  power = f32x4.add(f32x4.mul(power, rest), f32x4.splat(0.05550713277406178));
  power = f32x4.add(f32x4.mul(power, rest), f32x4.splat(0.2402211971953242));
  power = f32x4.add(f32x4.mul(power, rest), f32x4.splat(0.6931469670610586));
  power = f32x4.add(f32x4.mul(power, rest), f32x4.splat(1.0000000716555337));
  return i32x4.add(power, i32x4.shl(rounded, 23));
}

/** Adds weighted pixels to sums, and the weights to the plane behind them. Planes lie `stride` bytes apart. */
export function addWeighted(
  weights: usize,
  from: usize,
  channels: usize,
  stride: usize,
  pixels: usize,
  to: usize,
): void {
  const last = stride * channels;
  for (let at: usize = 0; at < 4 * pixels; at += 64) {
    const a = v128.load(weights + at);
    const b = v128.load(weights + at, 16);
    const c = v128.load(weights + at, 32);
    const d = v128.load(weights + at, 48);
    for (let plane = at; plane < at + last; plane += stride) {
      addProducts(from + plane, a, b, c, d, to + plane);
    }
    const total = to + last + at;
    v128.store(total, f32x4.add(v128.load(total), a));
    v128.store(total, f32x4.add(v128.load(total, 16), b), 16);
    v128.store(total, f32x4.add(v128.load(total, 32), c), 32);
    v128.store(total, f32x4.add(v128.load(total, 48), d), 48);
  }
}

function addProducts(from: usize, a: v128, b: v128, c: v128, d: v128, to: usize): void {
  v128.store(to, f32x4.add(v128.load(to), f32x4.mul(v128.load(from), a)));
  v128.store(to, f32x4.add(v128.load(to, 16), f32x4.mul(v128.load(from, 16), b)), 16);
  v128.store(to, f32x4.add(v128.load(to, 32), f32x4.mul(v128.load(from, 32), c)), 32);
  v128.store(to, f32x4.add(v128.load(to, 48), f32x4.mul(v128.load(from, 48), d)), 48);
}
