/** Source positions of warps, in fixed point, so that all backends compute the same ones. */

/** Width and height in pixels. */
interface Extent {
  readonly width: number;
  readonly height: number;
}

/**
 * Maps result pixels to source positions: pixel (x, y) comes from (X / Z, Y / Z), where (X, Y, Z) is this 3x3
 * matrix, stored by rows, times (x, y, 1).
 */
export type Homography = readonly number[];

/** The contribution of a column or row to X, Y and Z, in whole units. */
interface Share {
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly z: Float64Array;
}

/** A homography evaluated for a picture. Z is positive wherever there is a position. */
export interface Positions {
  readonly columns: Share;
  readonly rows: Share;
}

/** Fractional bits for an affine map: the resolution of f32 just below 1. */
const AFFINE_BITS = 23;

/** Bound of Z, so that the sum of two and the remainder of a division fit 32 bits. */
const DEPTH_LIMIT = 2 ** 29;

/** Bound of X and Y per column and row: two f32 can hold them. */
const SHARE_LIMIT = 2 ** 46;

/** Smallest allowed maximum of Z, in units. Below it, positions would be too coarse. */
const COARSEST = 2 ** 16;

/**
 * Units per 1 of the fixed-point numbers, a power of two. Undefined when no choice gives exact enough positions.
 */
export function unitsFor(map: Homography, { width, height }: Extent): number | undefined {
  const [xx = 0, xy = 0, x0 = 0, yx = 0, yy = 0, y0 = 0, zx = 0, zy = 0, z0 = 0] = map;
  const largest = (across: number, down: number, origin: number) =>
    Math.max(Math.abs(across) * width, Math.abs(down) * height + Math.abs(origin));
  const deepest = Math.max(largest(zx, zy, z0), Number.MIN_VALUE);
  const farthest = Math.max(largest(xx, xy, x0), largest(yx, yy, y0), Number.MIN_VALUE);
  const affine = zx === 0 && zy === 0 && z0 === 1;
  const most = affine ? 2 ** AFFINE_BITS : DEPTH_LIMIT / deepest;
  const units = 2 ** Math.floor(Math.log2(Math.min(most, SHARE_LIMIT / farthest)));
  return Number.isFinite(units) && units * deepest >= COARSEST ? units : undefined;
}

/**
 * Evaluates the homography in whole numbers. X, Y and Z are sums of a column's and a row's contribution, each
 * rounded once, so float precision does not matter.
 */
export function positionsOf(map: Homography, { width, height }: Extent): Positions {
  const units = unitsFor(map, { width, height }) ?? 1;
  const [xx = 0, xy = 0, x0 = 0, yx = 0, yy = 0, y0 = 0, zx = 0, zy = 0, z0 = 0] = map;
  const share = (length: number, slope: number, origin: number) =>
    Float64Array.from({ length }, (_, index) => Math.round((slope * index + origin) * units));
  return {
    columns: { x: share(width, xx, 0), y: share(width, yx, 0), z: share(width, zx, 0) },
    rows: { x: share(height, xy, x0), y: share(height, yy, y0), z: share(height, zy, z0) },
  };
}

/** Base for splitting a whole number into two f32: high * 2^24 + low. */
const LOW = 2 ** 24;

/** The numbers for a shader: X, Y and Z of every column, then of every row, each as two f32. */
export function tableOf({ columns, rows }: Positions): Float32Array {
  const length = columns.x.length + rows.x.length;
  const table = new Float32Array(6 * length);
  let at = 0;
  for (const { x, y, z } of [columns, rows]) {
    for (let index = 0; index < x.length; index++) {
      for (const share of [x, y, z]) {
        const value = share[index] as number;
        const high = Math.floor(value / LOW);
        table[at++] = high;
        table[at++] = value - high * LOW;
      }
    }
  }
  return table;
}
