/** Writes the blocks of a GIF (GIF89a). */

import type { Extent } from '../../core/image.ts';
import type { Crop } from '../../formats/format.ts';
import { EXTENSION, IMAGE, TRAILER } from '../../formats/gif/blocks.ts';
import type { PackedFrame } from './reduce.ts';

/** A frame at its place on the screen. */
export interface PlacedFrame extends Crop, PackedFrame {
  /** Hundredths of a second. Absent for a still picture. */
  readonly delay?: number;
  /** Whether its place is cleared before the next frame. */
  readonly cleared?: boolean;
}

/** Codes of disposal (section 23). */
const [KEEP, CLEAR] = [1, 2];

/** Bytes of a sub-block at most. */
const BLOCK = 255;

/** The file. `repetitions` of an animation: 0 for ever, undefined for once. */
export function writeGif(
  { width, height }: Extent,
  frames: readonly PlacedFrame[],
  repetitions?: number,
): Buffer {
  const [first] = frames as readonly [PlacedFrame];
  const shared = tableOf(first.palette);
  const loop =
    repetitions === undefined
      ? []
      : [[EXTENSION, 0xff, 11, ...Buffer.from('NETSCAPE2.0'), 3, 1, ...half(repetitions), 0]];
  return Buffer.concat([
    Buffer.from('GIF89a'),
    Uint8Array.from([...half(width), ...half(height), 0x80 | (7 << 4) | bitsOf(first.palette), 0, 0]),
    shared,
    ...loop.map((bytes) => Uint8Array.from(bytes)),
    ...frames.flatMap((frame) => frameBlocks(frame, shared)),
    Uint8Array.of(TRAILER),
  ]);
}

/** Two bytes, the lower one first. */
function half(value: number): [number, number] {
  return [value & 255, value >> 8];
}

/** The size of a colour table as the packed fields hold it: 2 to the power of one more. */
function bitsOf(palette: Uint8Array): number {
  return Math.max(0, 31 - Math.clz32(palette.length / 3 - 1));
}

function tableOf(palette: Uint8Array): Buffer {
  const table = Buffer.alloc(3 << (bitsOf(palette) + 1));
  table.set(palette);
  return table;
}

/** The blocks of a frame, with a colour table where it differs from that of the file. */
function frameBlocks(frame: PlacedFrame, shared: Buffer): Uint8Array[] {
  const { left, top, width, height, palette, transparent, codeSize, codes, delay, cleared } = frame;
  const table = tableOf(palette);
  const own = !table.equals(shared.subarray(0, table.length)) || table.length > shared.length;
  const flags =
    (delay === undefined ? 0 : (cleared ? CLEAR : KEEP) << 2) | (transparent === undefined ? 0 : 1);
  const control = [EXTENSION, 0xf9, 4, flags, ...half(delay ?? 0), transparent ?? 0, 0];
  const place = [left, top, width, height].flatMap(half);
  return [
    ...(flags === 0 ? [] : [Uint8Array.from(control)]),
    Uint8Array.from([IMAGE, ...place, own ? 0x80 | bitsOf(palette) : 0]),
    ...(own ? [table] : []),
    Uint8Array.of(codeSize),
    subBlocks(Buffer.concat(codes)),
  ];
}

function subBlocks(codes: Uint8Array): Uint8Array {
  const blocks = new Uint8Array(codes.length + Math.ceil(codes.length / BLOCK) + 1);
  for (let at = 0, to = 0; at < codes.length; at += BLOCK, to += BLOCK + 1) {
    const block = codes.subarray(at, at + BLOCK);
    blocks[to] = block.length;
    blocks.set(block, to + 1);
  }
  return blocks;
}
