import type { Extent } from '../core/image.ts';

/** Whether an EXIF orientation swaps width and height. */
function swapsSides(orientation: number): boolean {
  return orientation >= 5;
}

/** The extent of a picture after it is turned upright. */
export function uprightExtent({ width, height }: Extent, orientation: number): Extent {
  return swapsSides(orientation) ? { width: height, height: width } : { width, height };
}

/** What turns a stored picture upright: mirror it top to bottom, or left to right, then turn it. */
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

/** The moves for an EXIF orientation, 1 to 8 (EXIF 2.32 section 4.6.4). */
export function uprightMoves(orientation: number): UprightMoves {
  return { flip: false, flop: false, turn: 0, ...MOVES[orientation] };
}
