/** CIE L*a*b* from fractions of the white point's X, Y and Z, and changes of it. */
import { PLANE } from './colors';
import { cubeRoot } from './light';

/** CIE 15: where the cube root changes to a straight line, and the line's slope and offset. */
const EPSILON: f32 = 216.0 / 24389.0;
const SLOPE: f32 = 24389.0 / 27.0 / 116.0;
const BEGIN: f32 = 16.0 / 116.0;

/** CIE's function f on fractions of white, in place. Computes 4 at once. */
export function toRoots(fractions: usize, count: usize): void {
  for (let at: usize = 0; at < count; at += 4) {
    const fraction = v128.load(fractions + 4 * at);
    const root = cubeRoot(f32x4.pmax(f32x4.splat(0.001), fraction));
    const line = f32x4.add(f32x4.mul(fraction, f32x4.splat(SLOPE)), f32x4.splat(BEGIN));
    v128.store(fractions + 4 * at, v128.bitselect(root, line, f32x4.gt(fraction, f32x4.splat(EPSILON))));
  }
}

/** The inverse of `toRoots`. */
export function toFractions(roots: usize, count: usize): void {
  for (let at: usize = 0; at < count; at += 4) {
    const root = v128.load(roots + 4 * at);
    const cube = f32x4.mul(f32x4.mul(root, root), root);
    const line = f32x4.mul(f32x4.sub(root, f32x4.splat(BEGIN)), f32x4.splat(1.0 / SLOPE));
    v128.store(roots + 4 * at, v128.bitselect(cube, line, f32x4.gt(root, f32x4.splat(6.0 / 29.0))));
  }
}

/**
 * Changes the roots of X, Y and Z: Y's becomes `factor` times itself plus `offset`; chroma, the difference of the
 * others from it, is rotated and scaled by `along` and `across`. Computes 4 pixels at once.
 */
export function turnChroma(
  planes: usize,
  pixels: usize,
  factor: f32,
  offset: f32,
  along: f32,
  across: f32,
): void {
  for (let at: usize = 0; at < pixels; at += 4) {
    const place = planes + 4 * at;
    const middle = v128.load(place + PLANE);
    const a = f32x4.sub(v128.load(place), middle);
    const b = f32x4.sub(middle, v128.load(place + 2 * PLANE));
    const root = f32x4.add(f32x4.mul(middle, f32x4.splat(factor)), f32x4.splat(offset));
    // a is 500 times the one difference, b 200 times the other.
    const turnedA = f32x4.sub(f32x4.mul(a, f32x4.splat(along)), f32x4.mul(b, f32x4.splat(0.4 * across)));
    const turnedB = f32x4.add(f32x4.mul(a, f32x4.splat(2.5 * across)), f32x4.mul(b, f32x4.splat(along)));
    v128.store(place, f32x4.add(root, turnedA));
    v128.store(place + PLANE, root);
    v128.store(place + 2 * PLANE, f32x4.sub(root, turnedB));
  }
}
