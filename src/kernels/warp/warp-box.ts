/** Boxes of pixels: which part of the source a tile of a warp reads, and how a tile is split. */
import type { Extent } from '../../core/image.ts';
import { type Interpolator, TAPS } from '../../math/interpolators.ts';
import type { Positions } from '../../math/positions.ts';

/** A rectangle of a picture, in pixels. */
export interface Box extends Extent {
  readonly left: number;
  readonly top: number;
}

/** Most pixels outside the picture that a box includes, on each side. */
const AROUND = 3;

/**
 * Returns the pixels that a tile of the result reads; an empty box if the tile is all background. Returns undefined
 * if a corner of the tile has no positive depth, that is, lies behind the viewer.
 */
export function sourceBox(
  { columns, rows }: Positions,
  tile: Box,
  input: Extent,
  interpolator: Interpolator,
): Box | undefined {
  const across: number[] = [];
  const down: number[] = [];
  for (const y of [tile.top, tile.top + tile.height - 1]) {
    for (const x of [tile.left, tile.left + tile.width - 1]) {
      const z = (columns.z[x] as number) + (rows.z[y] as number);
      if (!(z > 0)) return undefined;
      across.push(((columns.x[x] as number) + (rows.x[y] as number)) / z);
      down.push(((columns.y[x] as number) + (rows.y[y] as number)) / z);
    }
  }
  const [left, width] = span(across, input.width, interpolator);
  const [top, height] = span(down, input.height, interpolator);
  return { left, top, width, height };
}

/**
 * Returns the first pixel that positions along an axis need, and how many, with one more on each side for rounding.
 */
function span(positions: readonly number[], length: number, interpolator: Interpolator) {
  const { first, count } = TAPS[interpolator];
  const start = Math.max(-AROUND, Math.floor(Math.min(...positions)) + first - 1);
  const end = Math.min(length + AROUND, Math.floor(Math.max(...positions)) + first + count + 1);
  return [start, Math.max(0, end - start)] as const;
}

/** The two halves of a tile. */
export function splitTile(tile: Box): readonly [Box, Box] {
  if (tile.width > tile.height) {
    const width = tile.width >> 1;
    return [
      { ...tile, width },
      { ...tile, left: tile.left + width, width: tile.width - width },
    ];
  }
  const height = tile.height >> 1;
  return [
    { ...tile, height },
    { ...tile, top: tile.top + height, height: tile.height - height },
  ];
}
