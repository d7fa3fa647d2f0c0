/** Cuts passes into bands of rows that fit the device's limits. */
import { byteCount, type Shape } from '../core/image.ts';
import type { Pass, RowMap } from '../core/pass.ts';
import { SAMPLE_BYTES } from '../core/pixel.ts';

/** Pixels per invocation. Four pixels are whole words in every layout. */
export const QUAD = 4;

/** The part of a buffer that a pass binds, in bytes. */
interface Window {
  readonly offset: number;
  readonly size: number;
}

/** Goal rows `first` up to `end` (exclusive) of a pass, and the parts of both buffers to bind. */
export interface Band {
  readonly first: number;
  readonly end: number;
  readonly source: Window;
  readonly goal: Window;
}

/** The device's limits on bindings, in bytes. */
export interface BindingLimits {
  readonly maxStorageBufferBindingSize: number;
  readonly minStorageBufferOffsetAlignment: number;
}

/** Bytes of a picture in a texel buffer: its samples, padded to whole quads. */
export function texelBytes(shape: Shape): number {
  const quadBytes = QUAD * shape.channels * SAMPLE_BYTES[shape.type];
  return Math.ceil(byteCount(shape) / quadBytes) * quadBytes;
}

/**
 * Pixel reads per dispatch, counting repeated reads. Takes about 50 ms on a small GPU. A dispatch cannot be
 * stopped, and all other GPU work waits for it.
 */
const MOST_READS = 2 ** 31;

/** Bands that are cut for their duration have a multiple of this many rows, so that every tile is whole. */
const TILED_ROWS = 64;

/**
 * Cuts a pass into as few bands as possible. Each band's bindings fit the limits, and it does not take long. Bands
 * start at multiples of four rows: there a quad starts at any width, so no two bands write to the same word.
 * Returns undefined when four rows with their halo do not fit.
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
  // Smaller bands bind less. If the smallest do not fit, none do.
  if (excessOf(bandsOf(pass, QUAD, limits)) > 0) return undefined;
  const rowBytes = Math.max(rowBytesOf(source) * Math.abs(scale), rowBytesOf(goal));
  let rows = Math.floor(longest / QUAD) * QUAD;
  while (rows > QUAD) {
    const bands = bandsOf(pass, rows, limits);
    const excess = excessOf(bands);
    if (excess <= 0) return bands;
    // Removes the least number of rows that can help. Windows may also start closer to their first row then.
    const least = (excess - limits.minStorageBufferOffsetAlignment) / rowBytes / QUAD;
    rows -= QUAD * Math.max(1, Math.ceil(least));
  }
  return bandsOf(pass, QUAD, limits);
}

const SAME_ROWS: RowMap = { scale: 1, offset: 0 };

/** Bands of `rows` rows. The last one has the rest. */
function bandsOf(pass: Pass, rows: number, limits: BindingLimits): Band[] {
  const { height } = pass.goal;
  return Array.from({ length: Math.ceil(height / rows) }, (_, index) =>
    bandOf(pass, index * rows, Math.min(height, (index + 1) * rows), limits),
  );
}

function bandOf(pass: Pass, first: number, end: number, limits: BindingLimits): Band {
  const { source, goal, rows: { scale, offset } = SAME_ROWS, halo } = pass;
  const [one, other] = [offset + scale * first, offset + scale * (end - 1)];
  // Rows beyond an edge are read as the nearest row, or not at all. A binding must not be empty.
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

/** The bytes of some rows, from an aligned offset to the end of the last quad that starts in them. */
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
