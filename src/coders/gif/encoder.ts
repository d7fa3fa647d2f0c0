/** Encodes stills and animations as GIF. Each frame holds the rectangle that has changed. */
import { type Extent, hasAlpha, type Picture } from '../../core/image.ts';
import type { Crop } from '../../formats/format.ts';
import type { InPieces } from '../pauses.ts';
import { type Change, findChange } from './change.ts';
import { maskedPixels } from './pixels.ts';
import { type GifOptions, packChange, packFrame } from './reduce.ts';
import { type PlacedFrame, writeGif } from './writer.ts';

/** Default duration of a frame in milliseconds, as browsers use. */
const DELAY = 100;

/** Fields of two bytes. */
const MOST = 65_535;

/**
 * Encodes u8 pictures without metadata. Alpha becomes a mask. Frames are kept even where they are alike. Delays are rounded to 10 ms.
 */
export function* encodeGif(
  { frames, delays = [], loop = 0 }: Picture,
  options: GifOptions,
): InPieces<Buffer> {
  const [first] = frames;
  const written: PlacedFrame[] = [];
  let before: Uint8Array | undefined;
  let pixels = yield* maskedPixels(first);
  let change: Change | undefined;
  for (let index = 0; index < frames.length; index++) {
    const following = frames[index + 1];
    const next = following && (yield* maskedPixels(following));
    const nextChange = next && (yield* findChange(pixels, next, first));
    const cleared = nextChange?.uncovers ?? false;
    const masked = index === 0 && hasAlpha(first.channels);
    // A frame that is cleared away, or that follows one, has to fill the screen.
    const isPart = before && change && !change.uncovers && !cleared;
    const frame = isPart
      ? yield* packPart(
          before as Uint8Array,
          pixels,
          { ...(change as Change).place, stride: first.width },
          options,
        )
      : { ...wholeOf(first), ...(yield* packFrame(pixels, first, { ...options, masked })) };
    const delay = Math.min(MOST, Math.round((delays[index] ?? DELAY) / 10));
    written.push(frames.length > 1 ? { ...frame, delay, cleared } : frame);
    if (!next) break;
    [before, pixels, change] = [pixels, next, nextChange];
  }
  return writeGif(first, written, frames.length > 1 ? repetitionsOf(loop) : undefined);
}

/** An animation that is played once has no word on it. */
function repetitionsOf(loop: number): number | undefined {
  return loop === 1 ? undefined : Math.min(MOST, Math.max(0, loop - 1));
}

function wholeOf({ width, height }: Extent): Crop {
  return { left: 0, top: 0, width, height };
}

/** The part of a frame in a rectangle, with pixels of 0 where it equals the frame before. */
function* packPart(
  before: Uint8Array,
  pixels: Uint8Array,
  { stride, ...place }: Crop & { readonly stride: number },
  options: GifOptions,
): InPieces<PlacedFrame> {
  const { left, top, width, height } = place;
  const part = new Uint32Array(width * height);
  const marked = new Uint32Array(width * height);
  const [old, now] = [new Uint32Array(before.buffer), new Uint32Array(pixels.buffer)];
  for (let y = 0, to = 0; y < height; y++) {
    for (let at = (top + y) * stride + left, end = at + width; at < end; at++, to++) {
      part[to] = now[at] as number;
      if (old[at] !== now[at]) marked[to] = now[at] as number;
    }
  }
  yield;
  const bytes = [marked, part].map(({ buffer }) => new Uint8Array(buffer)) as [Uint8Array, Uint8Array];
  return { ...place, ...(yield* packChange(...bytes, place, options)) };
}
