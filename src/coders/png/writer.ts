import { hasAlpha, type Shape } from '../../core/image.ts';
import { PNG_SIGNATURE } from '../../formats/png/chunks.ts';
import type { InPieces } from '../pauses.ts';
import { type Crc32, crc32 } from './checksums.ts';

/** A chunk in the making: its data is what the pieces make together. */
interface Draft {
  readonly type: string;
  readonly pieces: readonly Uint8Array[];
}

/** Length, type and checksum of a chunk. */
const CHUNK_OVERHEAD = 12;

/** Bits of PNG's colour type (3rd edition, section 11.2.1). */
const [COLOR, ALPHA] = [2, 4];

function header({ width, height, channels, type }: Shape): Uint8Array {
  const bytes = Buffer.alloc(13);
  bytes.writeUInt32BE(width, 0);
  bytes.writeUInt32BE(height, 4);
  bytes[8] = type === 'u16' ? 16 : 8;
  bytes[9] = (channels < 3 ? 0 : COLOR) | (hasAlpha(channels) ? ALPHA : 0);
  return bytes;
}

/** Header of a zlib stream (RFC 1950): deflate with a window of 32 KiB, no dictionary, no word on the level. */
const ZLIB_HEADER = Uint8Array.of(0x78, 0x01);

/**
 * A PNG without metadata. `parts` are one deflate stream, in stretches that become an IDAT each; `adler` is
 * the checksum of what it inflates to.
 */
export function* writePng(
  shape: Shape,
  parts: readonly Uint8Array[],
  adler: number,
  crc: Crc32 = crc32,
): InPieces<Buffer> {
  const trailer = Buffer.alloc(4);
  trailer.writeUInt32BE(adler);
  const data = parts.map((part, index) => [
    ...(index === 0 ? [ZLIB_HEADER] : []),
    part,
    ...(index === parts.length - 1 ? [trailer] : []),
  ]);
  const chunks: readonly Draft[] = [
    { type: 'IHDR', pieces: [header(shape)] },
    ...data.map((pieces) => ({ type: 'IDAT', pieces })),
    { type: 'IEND', pieces: [] },
  ];
  const start: number = PNG_SIGNATURE.length;
  const length = chunks.reduce((sum, { pieces }) => sum + CHUNK_OVERHEAD + lengthOf(pieces), start);
  // Memory of its own: whoever gets the file may transfer it.
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

/** Writes a chunk at `start`; the place behind it. */
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
