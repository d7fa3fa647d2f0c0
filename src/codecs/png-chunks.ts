import type { Limits } from '../core/limits.ts';
import { checkCount, corrupt, truncated } from './checks.ts';
import { Reader } from './reader.ts';

export const PNG_SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a] as const;

/** One chunk: its four-letter type and its data without length, type and checksum. */
export interface Chunk {
  readonly type: string;
  readonly data: Uint8Array;
}

/**
 * The chunks of a PNG up to IEND or the end of the file. Throws `truncated-image` for a chunk that the
 * file does not hold, `corrupt-image` for an impossible length, and `segment-limit`.
 */
export function* pngChunks(bytes: Uint8Array, limits: Limits): Generator<Chunk> {
  const reader = new Reader(bytes, 'big');
  let at: number = PNG_SIGNATURE.length;
  for (let count = 1; at < bytes.length; count++) {
    checkCount('segment-limit', count, limits);
    const length = reader.u32(at);
    const type = reader.text(at + 4, 4);
    // PNG (3rd edition) 5.3: a length is at most 2^31 - 1.
    if (length > 0x7fffffff) throw corrupt('A chunk of the picture has an impossible length');
    reader.need(at + 8, length + 4);
    yield { type, data: bytes.subarray(at + 8, at + 8 + length) };
    if (type === 'IEND') return;
    at += 12 + length;
  }
  if (at === PNG_SIGNATURE.length) throw truncated('The picture has no chunks');
}

/** The checksum of PNG chunks (PNG 3rd edition, annex D), bit by bit: for short data. */
export function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return (crc ^ 0xffffffff) >>> 0;
}
