/** Walks the blocks of a GIF: extents, transparency, and when each frame is shown. */
import { isNoirError } from '../../core/errors.ts';
import type { Extent } from '../../core/image.ts';
import { checkExtent, type Limits } from '../../core/limits.ts';
import { checkCount, truncated } from '../checks.ts';
import type { Crop } from '../format.ts';
import { hasText, Reader } from '../reader.ts';

/** Block introducers and labels of GIF89a, appendix A. */
export const IMAGE = 0x2c;
export const EXTENSION = 0x21;
export const TRAILER = 0x3b;
const GRAPHIC_CONTROL = 0xf9;
export const APPLICATION = 0xff;

/** Applications whose extension holds the number of repetitions. */
export const LOOPING = ['NETSCAPE2.0', 'ANIMEXTS1.0'];

/** A whole frame: its place on the screen and in the file, its delay and its disposal. */
export interface GifFrame extends Crop {
  /** Milliseconds. */
  readonly delay: number;
  readonly transparent: boolean;
  /** Code of the frame's disposal before the next frame (GIF89a section 23). */
  readonly disposal: number;
  /** Offset of the byte with its flags; undefined where no graphic control stands in front of it. */
  readonly flags: number | undefined;
  /** Offset of its data, which begin with the size of codes. */
  readonly data: number;
  /** Offset after its data. */
  readonly end: number;
}

/** The blocks of a GIF, combined. */
export interface GifBlocks {
  readonly screen: Extent;
  /** Place of the first frame on the screen. */
  readonly first: Crop;
  readonly transparent: boolean;
  readonly frames: readonly GifFrame[];
  /** How many times the frames are played; 0 for ever. */
  readonly loop: number;
}

/**
 * Walks the blocks in time linear in the bytes, and checks the extents of the screen and of every frame. Accepts a
 * file that breaks off after its first frame, as browsers and libnsgif do. A file that breaks off within the first
 * frame has no frames.
 */
export function readGifBlocks(bytes: Uint8Array, limits: Limits): GifBlocks {
  const reader = new Reader(bytes, 'little');
  const screen = { width: reader.u16(6), height: reader.u16(8) };
  let [at, loop, transparent] = [13 + colorTableBytes(reader.u8(10)), 1, false];
  let first: Crop | undefined;
  const frames: GifFrame[] = [];
  let control = NO_CONTROL;
  try {
    for (;;) {
      const block = reader.u8(at);
      if (block === TRAILER) break;
      if (block === EXTENSION) {
        const label = reader.u8(at + 1);
        if (label === GRAPHIC_CONTROL) {
          control = readControl(reader, at);
          transparent ||= control.transparent;
        } else if (label === APPLICATION) loop = readLoop(reader, at + 2) ?? loop;
        at = skipSubBlocks(reader, at + 2);
      } else if (block === IMAGE) {
        const frame = readFrame(reader, at, limits);
        first ??= frame;
        const data = at + 10 + colorTableBytes(reader.u8(at + 9));
        at = skipSubBlocks(reader, data + 1);
        checkCount('frame-limit', frames.push({ ...frame, ...control, data, end: at }), limits);
        control = NO_CONTROL;
      } else at += 1;
    }
  } catch (error) {
    const brokenOff = isNoirError(error) && error.code === 'truncated-image';
    if (!brokenOff || !first) throw error;
  }
  if (!first) throw truncated('The picture has no frame');
  return { screen, first, transparent, frames, loop };
}

type Control = Omit<GifFrame, keyof Crop | 'data' | 'end'>;

const NO_CONTROL: Control = { delay: 0, transparent: false, disposal: 0, flags: undefined };

function readControl(reader: Reader, at: number): Control {
  const flags = reader.u8(at + 3);
  return {
    delay: 10 * reader.u16(at + 4),
    transparent: (flags & 1) === 1,
    disposal: (flags >> 2) & 7,
    flags: at + 3,
  };
}

/** The plays that an application's extension asks for: its number is that of the repetitions, 0 for ever. */
function readLoop(reader: Reader, at: number): number | undefined {
  const { bytes } = reader;
  const found = bytes[at] === 11 && LOOPING.some((name) => hasText(bytes, at + 1, name));
  if (!found || reader.u8(at + 12) !== 3 || reader.u8(at + 13) !== 1) return undefined;
  const repetitions = reader.u16(at + 14);
  return repetitions === 0 ? 0 : repetitions + 1;
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

export function skipSubBlocks(reader: Reader, from: number): number {
  let at = from;
  for (;;) {
    const length = reader.u8(at);
    at += 1 + length;
    if (length === 0) return at;
  }
}
