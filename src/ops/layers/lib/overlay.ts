/** Positions of overlays: offsets, gravity, margins and tiles. */
import * as z from 'zod';
import type { Fault } from '../../../core/errors.ts';
import type { Extent } from '../../../core/image.ts';
import { number } from '../../lib/fields.ts';
import { cutBefore, padBefore } from '../../lib/placement.ts';

type Position = Parameters<typeof padBefore>[0];

/** The column or row at which an overlay begins. */
export function offset(describe: string) {
  return z
    .number()
    .int()
    .min(-100_000_000)
    .max(100_000_000)
    .optional()
    .meta({ description: describe, unit: 'pixels', suggested: [-500, 4000] });
}

export function margin(describe: string) {
  return z
    .number()
    .int()
    .min(0)
    .max(10_000)
    .default(0)
    .meta({ description: describe, unit: 'pixels', suggested: [0, 100] });
}

export function font() {
  return z
    .string()
    .min(1)
    .max(100)
    .default('sans')
    .describe('Family and style of the font, such as `sans bold`.');
}

export function fontSize() {
  return number({
    unit: 'pixels',
    min: 1,
    max: 1000,
    default: 32,
    describe: 'Size of the font.',
    suggested: [8, 200],
  });
}

/** The fault of one offset without the other. As in sharp, both are given or none. */
export function offsetFault(left: number | undefined, top: number | undefined): Fault | undefined {
  if ((left === undefined) === (top === undefined)) return undefined;
  const [missing, given] = left === undefined ? ['left', 'top'] : ['top', 'left'];
  return { pointer: `/${missing}`, reason: `expected a whole number beside ${given}, received nothing` };
}

interface Placing {
  readonly gravity: Position;
  readonly left?: number | undefined;
  readonly top?: number | undefined;
  /** Pixels that stay free at a side or a corner. */
  readonly margin?: number;
}

interface Place {
  readonly left: number;
  readonly top: number;
}

/** Where an overlay begins; it may reach beyond the picture. As in sharp, an odd pixel is on its left or above it. */
export function placeOf(
  picture: Extent,
  overlay: Extent,
  { gravity, left, top, margin = 0 }: Placing,
): Place {
  if (left !== undefined && top !== undefined) return { left, top };
  const along = (axis: 0 | 1, frame: number, length: number) => {
    const lengths = { axis, picture: frame, frame: length };
    const before = cutBefore(gravity, lengths) - padBefore(gravity, lengths);
    return before + margin * sideOf(gravity, axis);
  };
  return {
    left: along(0, picture.width, overlay.width),
    top: along(1, picture.height, overlay.height),
  };
}

/** 1 if a position keeps to the beginning of an axis, -1 for its end, 0 for neither. */
function sideOf(gravity: Position, axis: 0 | 1): number {
  if (typeof gravity !== 'string') return 0;
  // In a frame of 2, a picture of 0 pixels has 0, 1 or 2 pixels in front of it.
  return 1 - padBefore(gravity, { axis, picture: 0, frame: 2 });
}

/**
 * Where the first of many tiles begins, and their period. As in sharp, one tile is placed by gravity, with an odd
 * pixel on its right or below it. Offsets are cut off from just enough tiles to fill the picture, and are limited to
 * what these have to spare.
 */
export function tilesOf(
  picture: Extent,
  tile: Extent,
  { gravity, left, top, margin = 0 }: Placing,
): Place & { readonly period: Extent } {
  const along = (axis: 0 | 1, frame: number, length: number, cut: number | undefined) => {
    const lengths = { axis, picture: length, frame };
    if (cut === undefined) {
      return padBefore(gravity, lengths) - cutBefore(gravity, lengths) + margin * sideOf(gravity, axis);
    }
    const count = Math.ceil(frame / length);
    const odd = sideOf(gravity, axis) === 0 ? 1 - (count % 2) : 0;
    return -Math.min(cut, Math.max(0, (count + odd) * length - frame));
  };
  return {
    left: along(0, picture.width, tile.width, top === undefined ? undefined : left),
    top: along(1, picture.height, tile.height, left === undefined ? undefined : top),
    period: { width: tile.width + margin, height: tile.height + margin },
  };
}
