/** EXIF orientations and the moves that undo them. */
import type { Extent } from '../core/image.ts';

/** Whether an orientation exchanges width and height. */
function swapsSides(orientation: number): boolean {
  return orientation >= 5;
}

/** Extent of the upright picture. */
export function uprightExtent({ width, height }: Extent, orientation: number): Extent {
  return swapsSides(orientation) ? { width: height, height: width } : { width, height };
}

/** Moves that turn a stored picture upright: mirror, then turn. */
export interface UprightMoves {
  /** Mirror top to bottom. */
  readonly flip: boolean;
  /** Mirror left to right. */
  readonly flop: boolean;
  /** Degrees clockwise, after mirroring. */
  readonly turn: 0 | 90 | 180 | 270;
}

const MOVES: Readonly<Record<number, Partial<UprightMoves>>> = {
  2: { flop: true },
  3: { turn: 180 },
  4: { flip: true },
  5: { flip: true, turn: 90 },
  6: { turn: 90 },
  7: { flop: true, turn: 90 },
  8: { turn: 270 },
};

/** The moves for an EXIF orientation, 1 to 8 (EXIF 2.32, section 4.6.4). */
export function uprightMoves(orientation: number): UprightMoves {
  return { flip: false, flop: false, turn: 0, ...MOVES[orientation] };
}

/**
 * Where the last columns and rows of a stored picture lie in the upright one: whether its sides swap, and whether those that
 * come to lie across are at its right, and those down at its bottom.
 */
export function uprightEdges(orientation: number): { swaps: boolean; right: boolean; bottom: boolean } {
  return {
    swaps: swapsSides(orientation),
    right: [1, 4, 5, 8].includes(orientation),
    bottom: [1, 2, 5, 6].includes(orientation),
  };
}
