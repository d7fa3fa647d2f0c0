/** Clears frames of a GIF away as browsers do: the pixels below them become transparent. */
import { NoirError } from '../../core/errors.ts';
import { pixelCount } from '../../core/image.ts';
import type { Limits } from '../../core/limits.ts';
import { type GifBlocks, type GifFrame, readGifBlocks } from './blocks.ts';
import { packZeros } from './lzw.ts';

/** Disposals of GIF89a section 23, and the mask of their bits. */
const [KEEP, CLEAR, BITS] = [1, 2, 0b0001_1100];

/** Some writers say 4 for 3, and browsers and libnsgif take it for that. */
const RESTORE: readonly number[] = [3, 4];

/**
 * Numbers of the frames that leave a hole: they are cleared away, and the next frame does not cover their place.
 * libnsgif, and so libvips, fills such a hole with the background colour or black when the frame has no transparency
 * of its own.
 */
export function clearings({ frames }: Pick<GifBlocks, 'frames'>): number[] {
  // Before the first frame there is nothing, so a frame that is taken back leaves as much.
  const kept = frames.findIndex(({ disposal }) => !RESTORE.includes(disposal));
  const blank = kept === -1 ? frames.length : kept;
  return frames.flatMap((frame, index) => {
    const next = frames[index + 1];
    const leaves = (frame.disposal === CLEAR || index < blank) && !frame.transparent;
    return leaves && next && !hides(next, frame) ? [index] : [];
  });
}

/** Whether nobody sees the place of a frame again. A frame that is taken back shows what was there. */
function hides(next: GifFrame, frame: GifFrame): boolean {
  return covers(next, frame) && !next.transparent && !RESTORE.includes(next.disposal);
}

function covers(a: GifFrame, b: GifFrame): boolean {
  const across = a.left <= b.left && a.left + a.width >= b.left + b.width;
  return across && a.top <= b.top && a.top + a.height >= b.top + b.height;
}

/** A file with more frames, and the places of the original ones among them. */
export interface Respelled {
  readonly file: Uint8Array;
  readonly places: readonly number[];
}

/**
 * Rewrites a GIF for libnsgif, which will read the first `count` frames. A frame that leaves a hole stays, and an
 * added invisible frame with transparency after it is cleared away in its place. Undefined when there are no holes.
 * Throws `pixel-limit` when the holes together are too large.
 */
export function withClearings(bytes: Uint8Array, count: number, limits: Limits): Respelled | undefined {
  const blocks = readGifBlocks(bytes, limits);
  const read = blocks.frames.slice(0, count);
  const holes = new Set(clearings({ frames: read }));
  if (holes.size === 0) return undefined;
  checkHoles(
    read.filter((_, index) => holes.has(index)),
    limits,
  );
  const parts: Uint8Array[] = [];
  const places: number[] = [];
  let [from, added] = [0, 0];
  for (const [index, frame] of read.entries()) {
    places.push(index + added);
    if (!holes.has(index)) continue;
    const part = Uint8Array.from(bytes.subarray(from, frame.end));
    const flags = (frame.flags as number) - from;
    part[flags] = ((part[flags] as number) & ~BITS) | (KEEP << 2);
    parts.push(part, nothingAt(frame));
    from = frame.end;
    added++;
  }
  return { file: Buffer.concat([...parts, bytes.subarray(from)]), places };
}

function checkHoles(holes: readonly GifFrame[], { framePixels: limit }: Limits): void {
  const actual = holes.reduce((sum, hole) => sum + pixelCount(hole), 0);
  if (actual <= limit) return;
  throw new NoirError('pixel-limit', `Frames that are cleared away have over ${limit} pixels together`, {
    limit,
    actual,
  });
}

/** A frame of transparent pixels that is cleared away. */
function nothingAt({ left, top, width, height }: GifFrame): Uint8Array {
  const control = [0x21, 0xf9, 4, (CLEAR << 2) | 1, 0, 0, 0, 0];
  const words = [left, top, width, height].flatMap((value) => [value & 255, value >> 8]);
  // It has a table of its own, of two colours.
  const head = [...control, 0x2c, ...words, 0x80, 0, 0, 0, 0, 0, 0];
  return Buffer.concat([Uint8Array.from(head), packZeros(width * height)]);
}
