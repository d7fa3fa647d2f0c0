import { isNoirError } from '../../core/errors.ts';
import type { Extent } from '../../core/image.ts';
import { checkExtent, type Limits } from '../../core/limits.ts';
import { checkCount, truncated } from '../checks.ts';
import type { Crop } from '../format.ts';
import { Reader } from '../reader.ts';

/** Block introducers and labels of GIF89a, appendix A. */
const IMAGE = 0x2c;
const EXTENSION = 0x21;
const TRAILER = 0x3b;
const GRAPHIC_CONTROL = 0xf9;

/** What all blocks of a GIF say together. */
export interface GifBlocks {
  readonly screen: Extent;
  /** Where the first frame lies on the screen. */
  readonly first: Crop;
  readonly transparent: boolean;
}

/**
 * Walks the blocks in time linear in the bytes, and checks the extents of the screen and of every
 * frame. Like browsers and libnsgif, takes a file that breaks off after its first frame.
 */
export function readGifBlocks(bytes: Uint8Array, limits: Limits): GifBlocks {
  const reader = new Reader(bytes, 'little');
  const screen = { width: reader.u16(6), height: reader.u16(8) };
  let [at, frames, transparent] = [13 + colorTableBytes(reader.u8(10)), 0, false];
  let first: Crop | undefined;
  try {
    for (;;) {
      const block = reader.u8(at);
      if (block === TRAILER) break;
      if (block === EXTENSION) {
        if (reader.u8(at + 1) === GRAPHIC_CONTROL && reader.u8(at + 3) & 1) transparent = true;
        at = skipSubBlocks(reader, at + 2);
      } else if (block === IMAGE) {
        const frame = readFrame(reader, at, limits);
        at = skipSubBlocks(reader, at + 11 + colorTableBytes(reader.u8(at + 9)));
        first ??= frame;
        checkCount('frame-limit', ++frames, limits);
      } else at += 1;
    }
  } catch (error) {
    const brokenOff = isNoirError(error) && error.code === 'truncated-image';
    if (!brokenOff || !first) throw error;
  }
  if (!first) throw truncated('The picture has no frame');
  return { screen, first, transparent };
}

/** Bytes of the colour table that the packed field announces (GIF89a sections 18 and 20). */
export function colorTableBytes(packed: number): number {
  return packed & 0x80 ? 3 << ((packed & 7) + 1) : 0;
}

function readFrame(reader: Reader, at: number, limits: Limits): Crop {
  const [left, top, width, height] = [1, 3, 5, 7].map((place) => reader.u16(at + place)) as Four;
  checkExtent({ width: left + width, height: top + height }, limits);
  return { left, top, width, height };
}

type Four = [number, number, number, number];

function skipSubBlocks(reader: Reader, from: number): number {
  let at = from;
  for (;;) {
    const length = reader.u8(at);
    at += 1 + length;
    if (length === 0) return at;
  }
}
