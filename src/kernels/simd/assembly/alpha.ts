/*
 * Weighted sums of alpha in doubles, for resampling by alpha.
 *
 * Each pixel has two doubles beside it: alpha and its magnitude. Sums of the first by weights, and of the second by the
 * weights' magnitudes, tell where negative weights cancel alpha out. The rest of a cancelled alpha would be noise in
 * 32-bit floats, and colours are divided by it.
 */

/**
 * Multiplies the colours of RGBA floats by alpha, in place, and writes the alphas to `alphas`. A transparent pixel
 * becomes black, whatever it holds.
 */
export function multiplyByAlpha(pixels: usize, count: usize, alphas: usize): void {
  for (let at: usize = 0; at < count; at++) {
    const pixel = pixels + 16 * at;
    const alpha = load<f32>(pixel, 12);
    const product = f32x4.mul(v128.load(pixel), f32x4.splat(alpha));
    v128.store(pixel, alpha === 0 ? f32x4.splat(0) : product);
    const same = f64x2.splat(alpha as f64);
    v128.store(alphas + 16 * at, f64x2.replace_lane(f64x2.abs(same), 0, alpha as f64));
  }
}

/**
 * Weighted sums of rows of alphas, like `sumFloats`. Each share is a weight and its magnitude. Computes 4 at once.
 */
export function sumAlphas(rows: usize, shares: usize, taps: i32, count: usize, to: usize): void {
  for (let at: usize = 0; at < 16 * count; at += 64) {
    let a = f64x2.splat(0);
    let b = a;
    let c = a;
    let d = a;
    for (let tap = 0; tap < taps; tap++) {
      const row = load<usize>(rows + 4 * tap) + at;
      const share = v128.load(shares + 16 * tap);
      a = f64x2.add(a, f64x2.mul(v128.load(row), share));
      b = f64x2.add(b, f64x2.mul(v128.load(row, 16), share));
      c = f64x2.add(c, f64x2.mul(v128.load(row, 32), share));
      d = f64x2.add(d, f64x2.mul(v128.load(row, 48), share));
    }
    v128.store(to + at, a);
    v128.store(to + at, b, 16);
    v128.store(to + at, c, 32);
    v128.store(to + at, d, 48);
  }
}

/** Weighted sums of neighbouring alphas, like `mixFloats`. */
export function mixAlphas(
  from: usize,
  starts: usize,
  shares: usize,
  pixels: i32,
  taps: i32,
  to: usize,
): void {
  for (let x = 0; x < pixels; x++) {
    const first = from + load<usize>(starts + 4 * x);
    const share = load<usize>(shares + 4 * x);
    let sum = f64x2.splat(0);
    for (let tap = 0; tap < taps; tap++) {
      sum = f64x2.add(sum, f64x2.mul(v128.load(first + 16 * tap), v128.load(share + 16 * tap)));
    }
    v128.store(to + 16 * x, sum);
  }
}

/** Part of the magnitude below which alpha counts as cancelled out. */
const CANCELLED: f64 = 0.125;

/**
 * Prepares the sums along one axis for the other. Where alpha has nearly cancelled out, scales colours as if they had
 * been divided by an eighth of the magnitude and multiplied by alpha again.
 */
export function fadeCancelled(pixels: usize, count: usize, alphas: usize): void {
  for (let at: usize = 0; at < count; at++) {
    const alpha = load<f64>(alphas + 16 * at);
    const least = CANCELLED * load<f64>(alphas + 16 * at, 8);
    const pixel = pixels + 16 * at;
    if (alpha <= 0) v128.store(pixel, f32x4.splat(0));
    else if (alpha < least)
      v128.store(pixel, f32x4.mul(v128.load(pixel), f32x4.splat((alpha / least) as f32)));
    store<f64>(alphas + 16 * at, abs(alpha), 8);
  }
}

/** Divides colours by alpha, or by an eighth of its magnitude if that is more, and writes alpha behind them. */
export function divideByAlpha(pixels: usize, count: usize, alphas: usize): void {
  for (let at: usize = 0; at < count; at++) {
    const alpha = load<f64>(alphas + 16 * at);
    const whole = max(alpha, CANCELLED * load<f64>(alphas + 16 * at, 8));
    const pixel = pixels + 16 * at;
    const color = alpha > 0 ? f32x4.div(v128.load(pixel), f32x4.splat(whole as f32)) : f32x4.splat(0);
    v128.store(pixel, f32x4.replace_lane(color, 3, alpha as f32));
  }
}
