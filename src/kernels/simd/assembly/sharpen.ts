/** Unsharp masking: adds the difference between samples and their blur. */
import { PLANE } from './colors';

/** Writes pairs: a float times its weight, which is at least 0, and the weight. Computes 4 at once. */
export function weigh(floats: usize, weights: usize, count: usize, to: usize): void {
  for (let at: usize = 0; at < count; at += 4) {
    const weight = f32x4.pmax(f32x4.splat(0), v128.load(weights + 4 * at));
    const weighed = f32x4.mul(v128.load(floats + 4 * at), weight);
    v128.store(to + 8 * at, v128.shuffle<i32>(weighed, weight, 0, 4, 1, 5));
    v128.store(to + 8 * at, v128.shuffle<i32>(weighed, weight, 2, 6, 3, 7), 16);
  }
}

/** The inverse of `weigh`. Where a weight is below `faint`, takes the float at `own`. Computes 4 at once. */
export function unweigh(pairs: usize, count: usize, faint: f32, own: usize, to: usize): void {
  for (let at: usize = 0; at < count; at += 4) {
    const one = v128.load(pairs + 8 * at);
    const other = v128.load(pairs + 8 * at, 16);
    const weight = v128.shuffle<i32>(one, other, 1, 3, 5, 7);
    const mean = f32x4.div(v128.shuffle<i32>(one, other, 0, 2, 4, 6), weight);
    const seen = f32x4.ge(weight, f32x4.splat(faint));
    v128.store(to + 4 * at, v128.bitselect(mean, v128.load(own + 4 * at), seen));
  }
}

/**
 * Adds the same to the roots of X, Y and Z, so that only L changes, by a curve of its difference to the blur
 * `around`, roots of Y. `curve` holds the slope up to a difference, the slope above it, the difference, and the most
 * that L rises and falls. L stays in 0..100 unless it was outside. Computes 4 pixels at once.
 */
export function sharpenRoots(planes: usize, pixels: usize, around: usize, curve: usize): void {
  const flatSlope = v128.load32_splat(curve);
  const slope = v128.load32_splat(curve, 4);
  const limit = v128.load32_splat(curve, 8);
  const up = v128.load32_splat(curve, 12);
  const down = f32x4.neg(v128.load32_splat(curve, 16));
  const scale = f32x4.splat(116);
  for (let at: usize = 0; at < pixels; at += 4) {
    const place = planes + 4 * at;
    const root = v128.load(place + PLANE);
    const difference = f32x4.mul(f32x4.sub(root, v128.load(around + 4 * at)), scale);
    const flat = f32x4.pmax(f32x4.neg(limit), f32x4.pmin(limit, difference));
    const steep = f32x4.mul(f32x4.sub(difference, flat), slope);
    const wanted = f32x4.add(f32x4.mul(flat, flatSlope), steep);
    const lightness = f32x4.sub(f32x4.mul(root, scale), f32x4.splat(16));
    const least = f32x4.pmax(down, f32x4.pmin(f32x4.splat(0), f32x4.neg(lightness)));
    const most = f32x4.pmin(up, f32x4.pmax(f32x4.splat(0), f32x4.sub(f32x4.splat(100), lightness)));
    const change = f32x4.pmax(least, f32x4.pmin(most, wanted));
    const moved = f32x4.mul(change, f32x4.splat(1.0 / 116.0));
    v128.store(place, f32x4.add(v128.load(place), moved));
    v128.store(place + PLANE, f32x4.add(root, moved));
    v128.store(place + 2 * PLANE, f32x4.add(v128.load(place + 2 * PLANE), moved));
  }
}

/** Adds `amount` times the difference of floats to their blur, if it exceeds `threshold`. Computes 4 at once. */
export function addDifference(
  samples: usize,
  count: usize,
  blurred: usize,
  amount: f32,
  threshold: f32,
): void {
  for (let at: usize = 0; at < count; at += 4) {
    const own = v128.load(samples + 4 * at);
    v128.store(samples + 4 * at, sharpened(own, v128.load(blurred + 4 * at), amount, threshold));
  }
}

function sharpened(own: v128, around: v128, amount: f32, threshold: f32): v128 {
  const difference = f32x4.sub(own, around);
  const added = f32x4.mul(difference, f32x4.splat(amount));
  return f32x4.add(own, v128.and(added, f32x4.gt(f32x4.abs(difference), f32x4.splat(threshold))));
}

/** The same for bytes with a blur in fixed point, without a threshold. Computes 8 at once. */
export function addFineDifference(bytes: usize, count: usize, blurred: usize, amount: f32, bits: i32): void {
  const factor = f32x4.splat(amount / ((1 << bits) as f32));
  const half = f32x4.splat(0.5);
  for (let at: usize = 0; at < count; at += 8) {
    const own = i16x8.extend_low_i8x16_u(v128.load64_zero(bytes + at));
    const difference = i16x8.sub(i16x8.shl(own, bits), v128.load(blurred + 2 * at));
    const low = f32x4.mul(f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_s(difference)), factor);
    const high = f32x4.mul(f32x4.convert_i32x4_s(i32x4.extend_high_i16x8_s(difference)), factor);
    const added = i16x8.narrow_i32x4_s(
      i32x4.trunc_sat_f32x4_s(f32x4.floor(f32x4.add(low, half))),
      i32x4.trunc_sat_f32x4_s(f32x4.floor(f32x4.add(high, half))),
    );
    const sum = i16x8.add_sat_s(own, added);
    v128.store64_lane(bytes + at, i8x16.narrow_i16x8_u(sum, sum), 0);
  }
}

/** Writes float pixels with alpha as colours times alpha, which is at least 0, and alpha. */
export function weighColors(samples: usize, pixels: usize, channels: usize, to: usize): void {
  const last: usize = 4 * (channels - 1);
  for (let at: usize = 0; at < pixels; at++) {
    const alpha = max<f32>(0, load<f32>(samples + last));
    storePixel(f32x4.mul(v128.load(samples), f32x4.splat(alpha)), channels, to);
    store<f32>(to + last, alpha);
    samples += 4 * channels;
    to += 4 * channels;
  }
}

/**
 * `addDifference` for such pixels, with the blur of what `weighColors` writes. Nothing is added where the blurred
 * alpha is below `faint`. Alpha stays.
 */
export function addColorDifference(
  samples: usize,
  pixels: usize,
  channels: usize,
  blurred: usize,
  faint: f32,
  amount: f32,
  threshold: f32,
  to: usize,
): void {
  const last: usize = 4 * (channels - 1);
  for (let at: usize = 0; at < pixels; at++) {
    const own = v128.load(samples);
    const alpha = load<f32>(blurred + last);
    const around = f32x4.div(v128.load(blurred), f32x4.splat(alpha));
    const opacity = load<f32>(samples + last);
    storePixel(alpha < faint ? own : sharpened(own, around, amount, threshold), channels, to);
    store<f32>(to + last, opacity);
    samples += 4 * channels;
    blurred += 4 * channels;
    to += 4 * channels;
  }
}

/** Divides colours by the alpha behind them. Where it is below `faint`, they become 0. */
export function unweighColors(samples: usize, pixels: usize, channels: usize, faint: f32, to: usize): void {
  const last: usize = 4 * (channels - 1);
  for (let at: usize = 0; at < pixels; at++) {
    const alpha = load<f32>(samples + last);
    const straight = f32x4.div(v128.load(samples), f32x4.splat(alpha));
    storePixel(alpha < faint ? f32x4.splat(0) : straight, channels, to);
    store<f32>(to + last, alpha);
    samples += 4 * channels;
    to += 4 * channels;
  }
}

/** For two or four channels. */
function storePixel(samples: v128, channels: usize, to: usize): void {
  if (channels === 2) v128.store64_lane(to, samples, 0);
  else v128.store(to, samples);
}
