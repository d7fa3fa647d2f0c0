import { byteCount, type Shape } from '../core/image.ts';
import type { Pass, RowMap } from '../core/pass.ts';
import { SAMPLE_BYTES } from '../core/pixel.ts';

/** Pixels that one invocation works on: a whole number of words in every layout. */
export const QUAD = 4;

/** Part of a buffer that a pass binds, in bytes. */
interface Window {
  readonly offset: number;
  readonly size: number;
}

/** Rows `first` to `end` (exclusive) of a pass's goal, and the windows through which it sees both buffers. */
export interface Band {
  readonly first: number;
  readonly end: number;
  readonly source: Window;
  readonly goal: Window;
}

/** What a device allows of a binding, in bytes. */
export interface BindingLimits {
  readonly maxStorageBufferBindingSize: number;
  readonly minStorageBufferOffsetAlignment: number;
}

/** Bytes that a picture takes in a texel buffer: its samples, filled up to whole quads. */
export function texelBytes(shape: Shape): number {
  const quadBytes = QUAD * shape.channels * SAMPLE_BYTES[shape.type];
  return Math.ceil(byteCount(shape) / quadBytes) * quadBytes;
}

/**
 * Pixels that one dispatch reads at most, as often as it reads them: 50 ms or so of a small GPU. Nothing stops a
 * dispatch, and whatever else the GPU has to do waits for its end.
 */
const MOST_READS = 2 ** 31;

/** Rows of a band are a multiple of this where a picture is cut for the time alone: of all tiles. */
const TILED_ROWS = 64;

/**
 * Cuts a pass into bands of rows whose windows fit a binding, and which do not take long, as few as possible. Bands
 * start at a multiple of four rows, where a quad starts whatever the width, so no two bands write one word.
 * Undefined when four rows with their halo do not fit.
 */
export function cutBands(pass: Pass, limits: BindingLimits): Band[] | undefined {
  const { source, goal, rows: { scale } = SAME_ROWS, reads = 1 } = pass;
  const excessOf = (bands: readonly Band[]) =>
    Math.max(...bands.flatMap((band) => [band.source.size, band.goal.size])) -
    limits.maxStorageBufferBindingSize;
  const most = Math.floor(MOST_READS / (reads * goal.width * TILED_ROWS)) * TILED_ROWS;
  const longest = Math.min(goal.height, Math.max(TILED_ROWS, most));
  const whole = bandsOf(pass, longest, limits);
  if (excessOf(whole) <= 0) return whole;
  // Smaller bands never show more: where the smallest are too large, there is nothing to look for.
  if (excessOf(bandsOf(pass, QUAD, limits)) > 0) return undefined;
  const rowBytes = Math.max(rowBytesOf(source) * Math.abs(scale), rowBytesOf(goal));
  let rows = Math.floor(longest / QUAD) * QUAD;
  while (rows > QUAD) {
    const bands = bandsOf(pass, rows, limits);
    const excess = excessOf(bands);
    if (excess <= 0) return bands;
    // As many rows fewer as it takes at least; windows may also begin closer to their first row then.
    const least = (excess - limits.minStorageBufferOffsetAlignment) / rowBytes / QUAD;
    rows -= QUAD * Math.max(1, Math.ceil(least));
  }
  return bandsOf(pass, QUAD, limits);
}

const SAME_ROWS: RowMap = { scale: 1, offset: 0 };

/** Bands of so many rows; the last has what is left. */
function bandsOf(pass: Pass, rows: number, limits: BindingLimits): Band[] {
  const { height } = pass.goal;
  return Array.from({ length: Math.ceil(height / rows) }, (_, index) =>
    bandOf(pass, index * rows, Math.min(height, (index + 1) * rows), limits),
  );
}

function bandOf(pass: Pass, first: number, end: number, limits: BindingLimits): Band {
  const { source, goal, rows: { scale, offset } = SAME_ROWS, halo } = pass;
  const [one, other] = [offset + scale * first, offset + scale * (end - 1)];
  // Rows beyond an edge are read as the nearest inside, or not at all; a binding cannot be empty.
  const inside = (row: number) => Math.max(0, Math.min(source.height - 1, row));
  const top = inside(Math.floor(Math.min(one, other) - halo));
  const bottom = inside(Math.ceil(Math.max(one, other) + halo));
  return {
    first,
    end,
    source: windowOf(source, top, bottom + 1, limits),
    goal: windowOf(goal, first, end, limits),
  };
}

/** The bytes of some rows, from an aligned offset on and to the end of the last quad that begins in them. */
function windowOf(shape: Shape, first: number, end: number, limits: BindingLimits): Window {
  const alignment = limits.minStorageBufferOffsetAlignment;
  const offset = Math.floor((first * rowBytesOf(shape)) / alignment) * alignment;
  const quadBytes = QUAD * shape.channels * SAMPLE_BYTES[shape.type];
  const bottom = Math.ceil((end * rowBytesOf(shape)) / quadBytes) * quadBytes;
  return { offset, size: bottom - offset };
}

function rowBytesOf(shape: Shape): number {
  return byteCount({ ...shape, height: 1 });
}
