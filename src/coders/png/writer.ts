/** Writes the chunks of a PNG file. */
import type { Extent, Shape } from '../../core/image.ts';
import { PNG_SIGNATURE } from '../../formats/png/chunks.ts';
import type { InPieces } from '../pauses.ts';
import { type Crc32, crc32 } from './checksums.ts';
import { headerData, type PngHead, plainHead } from './head.ts';

/** A chunk before it is written. Its data is the pieces one after another. */
export interface Draft {
  readonly type: string;
  readonly pieces: readonly Uint8Array[];
}

/** Pixel data: one deflate stream, in stretches that become a chunk each, and the checksum of the inflated bytes. */
export interface PixelData {
  readonly parts: readonly Uint8Array[];
  readonly adler: number;
}

/** Length, type and checksum of a chunk. */
const CHUNK_OVERHEAD = 12;

/** Header of a zlib stream (RFC 1950): deflate with a window of 32 KiB, no dictionary, no word on the level. */
const ZLIB_HEADER = Uint8Array.of(0x78, 0x01);

/** A PNG without metadata. */
export function writePng(head: PngHead, data: PixelData, crc: Crc32 = crc32): InPieces<Buffer> {
  return writeChunks(
    [
      ...headChunks(head),
      ...streamOf(data).map((pieces) => ({ type: 'IDAT', pieces })),
      { type: 'IEND', pieces: [] },
    ],
    crc,
  );
}

/** A rectangle that replaces part of the canvas, for some milliseconds. */
export interface FrameData extends Extent {
  readonly left: number;
  readonly top: number;
  readonly delay: number;
  readonly data: PixelData;
}

/** An animated PNG without metadata (PNG 3rd edition, section 11.3.6). The first frame fills the canvas. */
export function writeAnimatedPng(
  shape: Shape,
  frames: readonly FrameData[],
  loop: number,
  crc: Crc32 = crc32,
): InPieces<Buffer> {
  let sequence = 0;
  const chunks = frames.flatMap((frame, index): Draft[] => {
    const control = { type: 'fcTL', pieces: [frameControl(frame, sequence++)] };
    const stream = streamOf(frame.data);
    if (index === 0) return [control, ...stream.map((pieces) => ({ type: 'IDAT', pieces }))];
    return [control, ...stream.map((pieces) => ({ type: 'fdAT', pieces: [words(sequence++), ...pieces] }))];
  });
  return writeChunks(
    [
      ...headChunks(plainHead(shape)),
      { type: 'acTL', pieces: [words(frames.length, loop)] },
      ...chunks,
      { type: 'IEND', pieces: [] },
    ],
    crc,
  );
}

/** The chunks before the pixel data. */
function headChunks(head: PngHead): Draft[] {
  const { palette, alphas } = head;
  return [
    { type: 'IHDR', pieces: [headerData(head)] },
    ...(palette ? [{ type: 'PLTE', pieces: [palette] }] : []),
    ...(alphas ? [{ type: 'tRNS', pieces: [alphas] }] : []),
  ];
}

/** Bytes of the chunks before the pixel data. */
export function headBytes(head: PngHead): number {
  return headChunks(head).reduce((sum, { pieces }) => sum + CHUNK_OVERHEAD + lengthOf(pieces), 0);
}

/** The stretches of a zlib stream. */
function streamOf({ parts, adler }: PixelData): Uint8Array[][] {
  return parts.map((part, index) => [
    ...(index === 0 ? [ZLIB_HEADER] : []),
    part,
    ...(index === parts.length - 1 ? [words(adler)] : []),
  ]);
}

function words(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(4 * values.length);
  for (const [index, value] of values.entries()) bytes.writeUInt32BE(value, 4 * index);
  return bytes;
}

/** The `fcTL` chunk: no disposal, and the frame's samples replace those of the canvas. */
function frameControl({ width, height, left, top, delay }: FrameData, sequence: number): Buffer {
  const bytes = Buffer.alloc(26);
  bytes.set(words(sequence, width, height, left, top));
  const [numerator, denominator] = delayFraction(delay);
  bytes.writeUInt16BE(numerator, 20);
  bytes.writeUInt16BE(denominator, 22);
  return bytes;
}

/** Seconds as a fraction of two 16-bit numbers. Rounded to the millisecond where no usual frame rate gives it. */
function delayFraction(milliseconds: number): [numerator: number, denominator: number] {
  for (const denominator of [1000, 24, 25, 30, 50, 60, 100, 10, 1]) {
    const numerator = (milliseconds * denominator) / 1000;
    const whole = Math.round(numerator);
    if (Math.abs(numerator - whole) < 1e-6 && whole <= 0xffff) return [whole, denominator];
  }
  const denominator = milliseconds < 65_535 ? 1000 : 1;
  return [Math.min(0xffff, Math.round((milliseconds * denominator) / 1000)), denominator];
}

/** Writes a file: the signature, then these chunks. */
export function* writeChunks(chunks: readonly Draft[], crc: Crc32): InPieces<Buffer> {
  const start: number = PNG_SIGNATURE.length;
  const length = chunks.reduce((sum, { pieces }) => sum + CHUNK_OVERHEAD + lengthOf(pieces), start);
  // Uses memory of its own, because the receiver of the file may transfer it.
  const file = Buffer.allocUnsafeSlow(length);
  file.set(PNG_SIGNATURE);
  let at = start;
  for (const chunk of chunks) {
    at = writeChunk(file, at, chunk, crc);
    yield;
  }
  return file;
}

function lengthOf(pieces: readonly Uint8Array[]): number {
  return pieces.reduce((sum, { length }) => sum + length, 0);
}

/** Writes a chunk at `start`. Returns the offset after it. */
function writeChunk(file: Buffer, start: number, { type, pieces }: Draft, crc: Crc32): number {
  file.writeUInt32BE(lengthOf(pieces), start);
  file.write(type, start + 4, 'latin1');
  let at = start + 8;
  for (const piece of pieces) {
    file.set(piece, at);
    at += piece.length;
  }
  return file.writeUInt32BE(crc(file.subarray(start + 4, at)), at);
}
