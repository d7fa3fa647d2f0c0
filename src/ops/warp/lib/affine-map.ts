/** Lays out an affine transform: the extent of its result, and where its pixels come from. */
import type { Extent } from '../../../core/image.ts';
import type { Warp } from './warp.ts';

type Vector = readonly [x: number, y: number];

interface Affine {
  /** a, b, c, d: (x, y) moves to (a x + b y, c x + d y). */
  readonly matrix: readonly number[];
  /** Shifts before and after the matrix. */
  readonly before: Vector;
  readonly after: Vector;
}

/** The extent of the result, and the position in the picture for each of its columns and rows. */
export function layOutAffine(
  { width, height }: Extent,
  { matrix, before, after }: Affine,
): Pick<Warp, 'map' | 'extent' | 'reach'> {
  const [a = 0, b = 0, c = 0, d = 0] = matrix;
  const xs = [0, a * width, b * height, a * width + b * height];
  const ys = [0, c * width, d * height, c * width + d * height];
  const [left, top] = [Math.min(...xs), Math.min(...ys)];
  const extent = {
    width: Math.max(1, round(Math.max(...xs) - left)),
    height: Math.max(1, round(Math.max(...ys) - top)),
  };
  const determinant = a * d - b * c;
  const [ia, ib, ic, id] = [d / determinant, -b / determinant, -c / determinant, a / determinant];
  const [x, y] = [round(left) - after[0], round(top) - after[1]];
  const origin = [ia * x + ib * y - before[0], ic * x + id * y - before[1]] as const;
  // Where a row of the result runs down the picture, its middle is that of the row map.
  const reach = (ic * (extent.width - 1)) / 2;
  return {
    map: [ia, ib, origin[0], ic, id, origin[1], 0, 0, 1],
    extent,
    reach: { rows: { scale: id, offset: origin[1] + reach }, halo: Math.abs(reach) },
  };
}

/** Rounds to the nearest integer, halves away from 0. */
function round(value: number): number {
  return Math.sign(value) * Math.floor(Math.abs(value) + 0.5);
}
