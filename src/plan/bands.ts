import { byteCount, type Shape } from '../core/image.ts';
import type { Pass } from '../core/pass.ts';
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
 * Cuts a pass into bands of rows whose windows fit a binding, as few as possible. Bands start at a
 * multiple of four rows, where a quad starts whatever the width, so no two bands write one word.
 * Undefined when four rows with their halo do not fit.
 */
export function cutBands(pass: Pass, limits: BindingLimits): Band[] | undefined {
  const { goal } = pass;
  const whole = bandOf(pass, 0, goal.height, limits);
  if (fits(whole, limits)) return [whole];
  const rowBytes = Math.max(...[pass.source, goal].map((shape) => byteCount({ ...shape, height: 1 })));
  let rows = Math.floor(goal.height / QUAD) * QUAD;
  while (rows >= QUAD) {
    const bands = Array.from({ length: Math.ceil(goal.height / rows) }, (_, index) =>
      bandOf(pass, index * rows, Math.min(goal.height, (index + 1) * rows), limits),
    );
    const largest = Math.max(...bands.map(({ source, goal }) => Math.max(source.size, goal.size)));
    const excess = largest - limits.maxStorageBufferBindingSize;
    if (excess <= 0) return bands;
    // As many rows fewer as it takes at least; windows may also begin closer to their first row then.
    const least = (excess - limits.minStorageBufferOffsetAlignment) / rowBytes / QUAD;
    rows -= QUAD * Math.max(1, Math.ceil(least));
  }
  return undefined;
}

function fits({ source, goal }: Band, { maxStorageBufferBindingSize: limit }: BindingLimits): boolean {
  return source.size <= limit && goal.size <= limit;
}

function bandOf({ source, goal, halo }: Pass, first: number, end: number, limits: BindingLimits): Band {
  return {
    first,
    end,
    source: windowOf(source, first - halo, end + halo, limits),
    goal: windowOf(goal, first, end, limits),
  };
}

/** The bytes of some rows, from an aligned offset on and to the end of the last quad that begins in them. */
function windowOf(shape: Shape, first: number, end: number, limits: BindingLimits): Window {
  const rowBytes = shape.width * shape.channels * SAMPLE_BYTES[shape.type];
  const top = Math.max(0, first) * rowBytes;
  const offset =
    Math.floor(top / limits.minStorageBufferOffsetAlignment) * limits.minStorageBufferOffsetAlignment;
  const quadBytes = QUAD * shape.channels * SAMPLE_BYTES[shape.type];
  const bottom = Math.ceil((Math.min(end, shape.height) * rowBytes) / quadBytes) * quadBytes;
  return { offset, size: bottom - offset };
}
