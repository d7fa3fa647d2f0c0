/** Applies 3-D look-up tables in f64, with tetrahedral or trilinear interpolation: the reference. */
import type { ColorMap } from '../pixels/colors.ts';
import type { Lut3d } from './lut3d.ts';

export const INTERPOLATIONS = ['tetrahedral', 'trilinear'] as const;

type Interpolation = (typeof INTERPOLATIONS)[number];

/** How the table is interpolated, and how far colours go towards it. */
export interface LutOptions {
  readonly interpolation: Interpolation;
  /** Part of the way to the table's colour, 0 to 1. */
  readonly strength: number;
}

/** Returns a map of colours whose white is `white`. */
export function applyLutExactly(
  { size, colors: table }: Lut3d,
  { interpolation, strength }: LutOptions,
  white: number,
): ColorMap {
  const mix = interpolation === 'trilinear' ? mixTrilinear : mixTetrahedral;
  const last = size - 1;
  const steps: Steps = [3, 3 * size, 3 * size * size];
  const axes: Axes = { corner: 0, shares: new Float64Array(3), result: new Float64Array(3) };
  const { shares, result } = axes;
  return (colors) => {
    for (let at = 0; at < colors.length; at += 4) {
      axes.corner = 0;
      for (let axis = 0; axis < 3; axis++) {
        // NaN is not above 0.
        const sample = colors[at + axis] as number;
        const place = sample > 0 ? Math.min(last, (sample / white) * last) : 0;
        const cell = Math.min(last - 1, Math.floor(place));
        axes.corner += cell * (steps[axis] as number);
        shares[axis] = place - cell;
      }
      mix(axes, table, steps);
      for (let axis = 0; axis < 3; axis++) {
        const looked = white * (result[axis] as number);
        const sample = colors[at + axis] as number;
        const rest = strength < 1 && !Number.isNaN(sample) ? (1 - strength) * sample : 0;
        colors[at + axis] = strength * looked + rest;
      }
    }
  };
}

/** Where a colour lies: the darkest corner of its cell, and its distance from there on each axis. */
interface Axes {
  corner: number;
  readonly shares: Float64Array;
  readonly result: Float64Array;
}

/** Table entries from one corner to the next, on each axis. */
type Steps = readonly [red: number, green: number, blue: number];

/** Weighs the eight corners by the products of their distances. */
function mixTrilinear({ corner, shares, result }: Axes, table: Float32Array, steps: Steps): void {
  const [red, green, blue] = shares as unknown as [number, number, number];
  result.fill(0);
  for (let other = 0; other < 8; other++) {
    const [r, g, b] = [other & 1, (other >> 1) & 1, other >> 2];
    const weight = (r ? red : 1 - red) * (g ? green : 1 - green) * (b ? blue : 1 - blue);
    const at = corner + r * steps[0] + g * steps[1] + b * steps[2];
    for (let channel = 0; channel < 3; channel++) {
      result[channel] = (result[channel] as number) + weight * (table[at + channel] as number);
    }
  }
}

/**
 * Walks from the darkest corner to the brightest along the axes, the largest distance first: the tetrahedron that
 * holds the colour.
 */
function mixTetrahedral({ corner, shares, result }: Axes, table: Float32Array, steps: Steps): void {
  const order = [0, 1, 2].sort((a, b) => (shares[b] as number) - (shares[a] as number)) as [0, 1, 2];
  let at = corner;
  let before = 1;
  result.fill(0);
  for (const axis of [...order, undefined]) {
    const share = axis === undefined ? 0 : (shares[axis] as number);
    for (let channel = 0; channel < 3; channel++) {
      result[channel] = (result[channel] as number) + (before - share) * (table[at + channel] as number);
    }
    before = share;
    if (axis !== undefined) at += steps[axis];
  }
}
