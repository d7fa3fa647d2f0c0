/** Width and height in pixels. */
interface Extent {
  readonly width: number;
  readonly height: number;
}

/**
 * Where pixels of a result come from: the one in column x and row y from (X / Z, Y / Z), where
 * (X, Y, Z) is this 3x3 matrix, row by row, times (x, y, 1).
 */
export type Homography = readonly number[];

/** What a column or a row adds to X, Y and Z, in whole numbers. */
interface Share {
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly z: Float64Array;
}

/** A homography over a picture. Z is positive wherever there is a position. */
export interface Positions {
  readonly columns: Share;
  readonly rows: Share;
}

/** Fractions of a pixel that a plain matrix needs: as fine as f32 can tell them apart below 1. */
const AFFINE_BITS = 23;

/** Z stays below, so that the sum of two and the remainder of a division by it fit 32 bits. */
const DEPTH_LIMIT = 2 ** 29;

/** X and Y stay below, in each column and row: two f32 hold them. */
const SHARE_LIMIT = 2 ** 46;

/** Units of Z that have to be left of its largest value. */
const COARSEST = 2 ** 16;

/**
 * Units of a fixed-point number in which the homography is computed, a power of two. Undefined where
 * there is none that leaves positions exact enough.
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
 * The homography in whole numbers, so that every backend finds the same positions, whatever the
 * precision of its floats: X, Y and Z are sums of what the column and the row give, each rounded.
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

/** The low part of a whole number that two f32 hold: high * 2^24 + low. */
const LOW = 2 ** 24;

/** The numbers for a shader: X, Y and Z of every column, then of every row, each in two parts. */
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
