/** Colours times a 3x3 matrix, and vibrance. */
import { PLANE } from './colors';

/** Multiplies colours by a matrix of floats, row by row, in place. Computes 4 pixels at once. */
export function multiplyColors(planes: usize, pixels: usize, matrix: usize): void {
  const rr = v128.load32_splat(matrix);
  const rg = v128.load32_splat(matrix, 4);
  const rb = v128.load32_splat(matrix, 8);
  const gr = v128.load32_splat(matrix, 12);
  const gg = v128.load32_splat(matrix, 16);
  const gb = v128.load32_splat(matrix, 20);
  const br = v128.load32_splat(matrix, 24);
  const bg = v128.load32_splat(matrix, 28);
  const bb = v128.load32_splat(matrix, 32);
  for (let at: usize = 0; at < pixels; at += 4) {
    const place = planes + 4 * at;
    const red = v128.load(place);
    const green = v128.load(place + PLANE);
    const blue = v128.load(place + 2 * PLANE);
    v128.store(place, sumOf(f32x4.mul(rr, red), f32x4.mul(rg, green), f32x4.mul(rb, blue)));
    v128.store(place + PLANE, sumOf(f32x4.mul(gr, red), f32x4.mul(gg, green), f32x4.mul(gb, blue)));
    v128.store(place + 2 * PLANE, sumOf(f32x4.mul(br, red), f32x4.mul(bg, green), f32x4.mul(bb, blue)));
  }
}

function sumOf(a: v128, b: v128, c: v128): v128 {
  return f32x4.add(f32x4.add(a, b), c);
}

/**
 * Scales the distance of colours from their luma by `1 + amount * (1 - saturation)`. Saturation is the largest of the
 * three minus the smallest, times `per`, at most 1. Computes 4 pixels at once.
 */
export function vibrance(planes: usize, pixels: usize, weights: usize, amount: f32, per: f32): void {
  const redShare = v128.load32_splat(weights);
  const greenShare = v128.load32_splat(weights, 4);
  const blueShare = v128.load32_splat(weights, 8);
  const one = f32x4.splat(1);
  for (let at: usize = 0; at < pixels; at += 4) {
    const place = planes + 4 * at;
    const red = v128.load(place);
    const green = v128.load(place + PLANE);
    const blue = v128.load(place + 2 * PLANE);
    const luma = sumOf(f32x4.mul(redShare, red), f32x4.mul(greenShare, green), f32x4.mul(blueShare, blue));
    const most = f32x4.pmax(f32x4.pmax(red, green), blue);
    const least = f32x4.pmin(f32x4.pmin(red, green), blue);
    const range = f32x4.pmin(f32x4.mul(f32x4.sub(most, least), f32x4.splat(per)), one);
    const factor = f32x4.add(one, f32x4.mul(f32x4.splat(amount), f32x4.sub(one, range)));
    v128.store(place, f32x4.add(luma, f32x4.mul(factor, f32x4.sub(red, luma))));
    v128.store(place + PLANE, f32x4.add(luma, f32x4.mul(factor, f32x4.sub(green, luma))));
    v128.store(place + 2 * PLANE, f32x4.add(luma, f32x4.mul(factor, f32x4.sub(blue, luma))));
  }
}
