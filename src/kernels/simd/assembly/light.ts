/** sRGB's transfer curve (IEC 61966-2-1) and changes of linear light. */
import { PLANE } from './colors';

/** 1/3 and 1/5 in 2 ** 15ths, for a first guess of roots from the upper half of a float's bits. */
const THIRD: i32 = 10923 << 16;
const FIFTH: i32 = 6554 << 16;

/** Looks up the light of whole levels in a table of floats, in place. Computes 4 at once. */
export function levelsToLight(samples: usize, count: usize, table: usize): void {
  for (let at: usize = 0; at < count; at += 4) {
    const places = i32x4.shl(i32x4.trunc_sat_f32x4_s(v128.load(samples + 4 * at)), 2);
    let lights = v128.load32_zero(table + i32x4.extract_lane(places, 0));
    lights = v128.load32_lane(table + i32x4.extract_lane(places, 1), lights, 1);
    lights = v128.load32_lane(table + i32x4.extract_lane(places, 2), lights, 2);
    v128.store(samples + 4 * at, v128.load32_lane(table + i32x4.extract_lane(places, 3), lights, 3));
  }
}

/** Decodes fractions of white, in place. The curve is mirrored below 0. Computes 4 at once. */
export function toLight(samples: usize, count: usize): void {
  for (let at: usize = 0; at < count; at += 4) {
    const encoded = v128.load(samples + 4 * at);
    const size = f32x4.abs(encoded);
    const base = f32x4.add(f32x4.mul(size, f32x4.splat(1 / 1.055)), f32x4.splat(0.055 / 1.055));
    // Four fifths to the third.
    const part = f32x4.mul(base, overFifthRoot(base));
    const power = f32x4.mul(f32x4.mul(part, part), part);
    const line = f32x4.mul(size, f32x4.splat(1 / 12.92));
    const light = v128.bitselect(line, power, f32x4.le(size, f32x4.splat(0.04045)));
    v128.store(samples + 4 * at, withSign(light, encoded));
  }
}

/** The inverse of `toLight`, times white. */
export function toSamples(lights: usize, count: usize, white: f32): void {
  for (let at: usize = 0; at < count; at += 4) {
    const light = v128.load(lights + 4 * at);
    const size = f32x4.abs(light);
    // The third and its quarter make 1 / 2.4; the root of 0 would take hundreds of cycles.
    const third = cubeRoot(f32x4.pmax(f32x4.splat(0.003), size));
    const power = f32x4.mul(third, f32x4.sqrt(f32x4.sqrt(third)));
    const curve = f32x4.sub(f32x4.mul(power, f32x4.splat(1.055)), f32x4.splat(0.055));
    const line = f32x4.mul(size, f32x4.splat(12.92));
    const encoded = v128.bitselect(line, curve, f32x4.le(size, f32x4.splat(0.0031308)));
    v128.store(lights + 4 * at, f32x4.mul(withSign(encoded, light), f32x4.splat(white)));
  }
}

function withSign(size: v128, signed: v128): v128 {
  return v128.or(size, v128.and(signed, i32x4.splat(0x80000000)));
}

/** Accurate to the last two bits for numbers from 1e-12 to 1e12. */
export function cubeRoot(x: v128): v128 {
  // A line in place of the logarithm is within 4 % of 1 over the root; each step makes it thrice as many digits.
  const third = i16x8.q15mulr_sat_s(x, i32x4.splat(THIRD));
  const root = overCubeRootFrom(x, overCubeRootFrom(x, i32x4.sub(i32x4.splat(1419917307), third)));
  return f32x4.mul(x, f32x4.mul(root, root));
}

function overCubeRootFrom(x: v128, root: v128): v128 {
  const cube = f32x4.mul(f32x4.mul(root, root), f32x4.mul(root, x));
  const rest = f32x4.sub(f32x4.splat(1), cube);
  const more = f32x4.add(f32x4.splat(1.0 / 3.0), f32x4.mul(rest, f32x4.splat(2.0 / 9.0)));
  return f32x4.add(root, f32x4.mul(root, f32x4.mul(rest, more)));
}

/** One over the fifth root. */
function overFifthRoot(x: v128): v128 {
  const fifth = i16x8.q15mulr_sat_s(x, i32x4.splat(FIFTH));
  return overFifthRootFrom(x, overFifthRootFrom(x, i32x4.sub(i32x4.splat(1277930609), fifth)));
}

function overFifthRootFrom(x: v128, root: v128): v128 {
  const square = f32x4.mul(root, root);
  const rest = f32x4.sub(f32x4.splat(1), f32x4.mul(f32x4.mul(square, square), f32x4.mul(root, x)));
  const more = f32x4.add(f32x4.splat(0.2), f32x4.mul(rest, f32x4.splat(0.12)));
  return f32x4.add(root, f32x4.mul(root, f32x4.mul(rest, more)));
}

/** Multiplies red, green and blue by a factor each. Computes 4 pixels at once. */
export function multiplyEach(planes: usize, pixels: usize, red: f32, green: f32, blue: f32): void {
  for (let at: usize = 0; at < pixels; at += 4) {
    const place = planes + 4 * at;
    v128.store(place, f32x4.mul(v128.load(place), f32x4.splat(red)));
    v128.store(place + PLANE, f32x4.mul(v128.load(place + PLANE), f32x4.splat(green)));
    v128.store(place + 2 * PLANE, f32x4.mul(v128.load(place + 2 * PLANE), f32x4.splat(blue)));
  }
}

/** Writes the luminances of a block's light, 0 where negative. Computes 4 pixels at once. */
export function luminances(planes: usize, pixels: usize, weights: usize, to: usize): void {
  const red = v128.load32_splat(weights);
  const green = v128.load32_splat(weights, 4);
  const blue = v128.load32_splat(weights, 8);
  for (let at: usize = 0; at < pixels; at += 4) {
    const place = planes + 4 * at;
    const two = f32x4.add(f32x4.mul(v128.load(place), red), f32x4.mul(v128.load(place + PLANE), green));
    const sum = f32x4.add(two, f32x4.mul(v128.load(place + 2 * PLANE), blue));
    v128.store(to + 4 * at, f32x4.pmax(f32x4.splat(0), sum));
  }
}

/**
 * Multiplies light by `2 ^ (stops * (offset + slope * tone) ^ 2)`, for tones of at most 1. Computes 4 pixels at once.
 */
export function dodge(planes: usize, pixels: usize, tones: usize, stops: f32, offset: f32, slope: f32): void {
  for (let at: usize = 0; at < pixels; at += 4) {
    const tone = f32x4.pmin(v128.load(tones + 4 * at), f32x4.splat(1));
    const part = f32x4.add(f32x4.splat(offset), f32x4.mul(f32x4.splat(slope), tone));
    const gain = powerOf2(f32x4.mul(f32x4.splat(stops), f32x4.mul(part, part)));
    const place = planes + 4 * at;
    v128.store(place, f32x4.mul(v128.load(place), gain));
    v128.store(place + PLANE, f32x4.mul(v128.load(place + PLANE), gain));
    v128.store(place + 2 * PLANE, f32x4.mul(v128.load(place + 2 * PLANE), gain));
  }
}

/** `2 ^ x`: the series of the fraction, up to the sixth power, times the whole power. */
function powerOf2(x: v128): v128 {
  const whole = f32x4.nearest(x);
  const part = f32x4.mul(f32x4.sub(x, whole), f32x4.splat(Math.LN2 as f32));
  let sum = f32x4.splat(1.0 / 720.0);
  sum = f32x4.add(f32x4.mul(sum, part), f32x4.splat(1.0 / 120.0));
  sum = f32x4.add(f32x4.mul(sum, part), f32x4.splat(1.0 / 24.0));
  sum = f32x4.add(f32x4.mul(sum, part), f32x4.splat(1.0 / 6.0));
  sum = f32x4.add(f32x4.mul(sum, part), f32x4.splat(0.5));
  sum = f32x4.add(f32x4.mul(sum, part), f32x4.splat(1));
  sum = f32x4.add(f32x4.mul(sum, part), f32x4.splat(1));
  const scale = i32x4.shl(i32x4.add(i32x4.trunc_sat_f32x4_s(whole), i32x4.splat(127)), 23);
  return f32x4.mul(sum, scale);
}
