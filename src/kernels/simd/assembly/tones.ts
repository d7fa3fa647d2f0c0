/** Histogram equalisation and CLAHE: levels of luma, their counts, and changes by curves. */
import { PLANE } from './colors';

/** Luma of ITU-R BT.601, as in kernels/pixels/histogram.ts. */
const RED: i32 = 19595;
const GREEN: i32 = 38470;
const BLUE: i32 = 7471;

/** The levels that a plane's samples count as, `scale` for each 1 of a sample; -1 for NaN. Computes 4 at once. */
export function sampleLevels(plane: usize, pixels: usize, scale: f32, to: usize): void {
  for (let at: usize = 0; at < pixels; at += 4) {
    const samples = v128.load(plane + 4 * at);
    const none = f32x4.ne(samples, samples);
    v128.store(to + 4 * at, v128.or(levelsOf(samples, scale), none));
  }
}

/** The levels that the luma of pixels counts as; -1 if a colour is NaN. Computes 4 at once. */
export function lumaLevels(planes: usize, pixels: usize, scale: f32, to: usize): void {
  for (let at: usize = 0; at < pixels; at += 4) {
    const red = v128.load(planes + 4 * at);
    const green = v128.load(planes + 4 * at + PLANE);
    const blue = v128.load(planes + 4 * at + 2 * PLANE);
    const two = i32x4.add(
      i32x4.mul(levelsOf(red, scale), i32x4.splat(RED)),
      i32x4.mul(levelsOf(green, scale), i32x4.splat(GREEN)),
    );
    const sum = i32x4.add(two, i32x4.mul(levelsOf(blue, scale), i32x4.splat(BLUE)));
    const rounded = i32x4.shr_u(i32x4.add(sum, i32x4.splat(32768)), 16);
    v128.store(to + 4 * at, v128.or(rounded, anyNaN(red, green, blue)));
  }
}

/** The luma of float pixels limited to 0..1, as f64; NaN if a colour is NaN. Computes 4 at once. */
export function lumasOf(planes: usize, pixels: usize, to: usize): void {
  for (let at: usize = 0; at < pixels; at += 4) {
    const red = v128.load(planes + 4 * at);
    const green = v128.load(planes + 4 * at + PLANE);
    const blue = v128.load(planes + 4 * at + 2 * PLANE);
    const none = anyNaN(red, green, blue);
    // In 64 bits, since curves may be steep.
    v128.store(to + 8 * at, lumasOfTwo(v128.or(inUnit(red), none), inUnit(green), inUnit(blue)));
    const next = v128.or(inUnit(red), none);
    v128.store(to + 8 * at, lumasOfTwo(upper(next), upper(inUnit(green)), upper(inUnit(blue))), 16);
  }
}

/** The luma of the first two pixels. */
function lumasOfTwo(red: v128, green: v128, blue: v128): v128 {
  const two = f64x2.add(
    f64x2.mul(f64x2.promote_low_f32x4(red), f64x2.splat((RED as f64) / 65536)),
    f64x2.mul(f64x2.promote_low_f32x4(green), f64x2.splat((GREEN as f64) / 65536)),
  );
  return f64x2.add(two, f64x2.mul(f64x2.promote_low_f32x4(blue), f64x2.splat((BLUE as f64) / 65536)));
}

function upper(floats: v128): v128 {
  return v128.shuffle<i64>(floats, floats, 1, 1);
}

/** Converts levels to f64. Computes 4 at once. */
export function levelsToLumas(levels: usize, count: usize, to: usize): void {
  for (let at: usize = 0; at < count; at += 4) {
    const own = v128.load(levels + 4 * at);
    v128.store(to + 8 * at, f64x2.convert_low_i32x4_s(own));
    v128.store(to + 8 * at, f64x2.convert_low_i32x4_s(upper(own)), 16);
  }
}

/** Converts 65536 levels to the nearest of 256, in place; -1 stays. Computes 4 at once. */
export function levelsToBytes(levels: usize, count: usize): void {
  for (let at: usize = 0; at < count; at += 4) {
    const own = v128.load(levels + 4 * at);
    // Half a level more, so that a quotient that is a whole number is no less.
    const raised = f32x4.add(f32x4.convert_i32x4_s(own), f32x4.splat(128.5));
    const bytes = i32x4.trunc_sat_f32x4_s(f32x4.mul(raised, f32x4.splat(1.0 / 257.0)));
    v128.store(levels + 4 * at, v128.or(bytes, i32x4.shr_s(own, 31)));
  }
}

/** Counts levels. Those of -1 are counted in the word in front of the table. */
export function countLevels(levels: usize, count: usize, counts: usize): void {
  for (let at: usize = 0; at < count; at++) {
    const place = counts + 4 * load<i32>(levels + 4 * at);
    store<u32>(place, load<u32>(place) + 1);
  }
}

/** The table's entries for levels, minus lumas in f64. */
export function changesOf(levels: usize, count: usize, table: usize, lumas: usize, to: usize): void {
  for (let at: usize = 0; at < 4 * count; at += 4) {
    const found = load<f32>(table + 4 * load<i32>(levels + at)) as f64;
    store<f32>(to + at, (found - load<f64>(lumas + 2 * at)) as f32);
  }
}

/** Adds changes to red, green and blue; where a change is NaN, they stay. Computes 4 pixels at once. */
export function addChanges(planes: usize, pixels: usize, changes: usize): void {
  for (let at: usize = 0; at < pixels; at += 4) {
    const change = v128.load(changes + 4 * at);
    const known = f32x4.eq(change, change);
    addChange(planes + 4 * at, change, known);
    addChange(planes + 4 * at + PLANE, change, known);
    addChange(planes + 4 * at + 2 * PLANE, change, known);
  }
}

function addChange(place: usize, change: v128, known: v128): void {
  const own = v128.load(place);
  v128.store(place, v128.bitselect(f32x4.add(own, change), own, known));
}

/** Replaces samples by the table's entries for their levels; where that is NaN, they stay. */
export function replaceLevels(samples: usize, count: usize, levels: usize, table: usize): void {
  for (let at: usize = 0; at < 4 * count; at += 4) {
    const found = load<f32>(table + 4 * load<i32>(levels + at));
    if (found >= 0) store<f32>(samples + at, found);
  }
}

/** Interpolates between two rows of floats: `part` of the way from the first. Computes 4 at once. */
export function mixRows(one: usize, other: usize, count: usize, part: f32, to: usize): void {
  const share = f32x4.splat(part);
  for (let at: usize = 0; at < 4 * count; at += 16) {
    const from = v128.load(one + at);
    v128.store(to + at, f32x4.add(from, f32x4.mul(share, f32x4.sub(v128.load(other + at), from))));
  }
}

/**
 * White times what the curves on the left and right of each pixel have for its luma, minus the luma, in f64. `lefts`
 * and `rights` are the curves' offsets from `curves` in bytes; `parts` is how far the pixel is from the left to the
 * right one. NaN gives NaN.
 */
export function changesByCurves(
  lumas: usize,
  count: usize,
  white: f32,
  curves: usize,
  lefts: usize,
  rights: usize,
  parts: usize,
  to: usize,
): void {
  const scale: f64 = 255 / (white as f64);
  for (let at: usize = 0; at < 4 * count; at += 4) {
    const luma = load<f64>(lumas + 2 * at);
    const place: f64 = luma > 0 ? luma * scale : 0;
    const level = min<i32>(254, place as i32);
    const left = curves + load<i32>(lefts + at) + 4 * level;
    const right = curves + load<i32>(rights + at) + 4 * level;
    const part = load<f32>(parts + at);
    const from = load<f32>(left) + part * (load<f32>(right) - load<f32>(left));
    const next = load<f32>(left, 4) + part * (load<f32>(right, 4) - load<f32>(left, 4));
    const found = (from as f64) + (place - (level as f64)) * ((next - from) as f64);
    store<f32>(to + at, ((white as f64) * found - luma) as f32);
  }
}

function levelsOf(samples: v128, scale: f32): v128 {
  const scaled = f32x4.pmax(f32x4.splat(0), f32x4.mul(samples, f32x4.splat(scale)));
  return i32x4.trunc_sat_f32x4_s(f32x4.pmin(f32x4.splat(65535), scaled));
}

function inUnit(samples: v128): v128 {
  return f32x4.pmin(f32x4.splat(1), f32x4.pmax(f32x4.splat(0), samples));
}

function anyNaN(red: v128, green: v128, blue: v128): v128 {
  return v128.or(v128.or(f32x4.ne(red, red), f32x4.ne(green, green)), f32x4.ne(blue, blue));
}
