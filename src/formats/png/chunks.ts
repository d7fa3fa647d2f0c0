/** Reads the chunks of a PNG file. */
import type { Limits } from '../../core/limits.ts';
import { checkCount, corrupt, truncated } from '../checks.ts';
import { Reader } from '../reader.ts';

export const PNG_SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a] as const;

/** One chunk: its four-letter type, its data, and its whole with length, type and checksum. */
export interface Chunk {
  readonly type: string;
  readonly data: Uint8Array;
  readonly whole: Uint8Array;
}

/**
 * Bytes of data from which on a chunk does not count against `limits.segments`: there are no more of these than the file is
 * long. libpng writes chunks of 8 KiB, of which a photo of 50 megapixels has more than 10,000.
 */
const LARGE = 4096;

/** PNG (3rd edition) 5.3: a length is at most 2^31 - 1. */
const MOST = 0x7fffffff;

/** Chunks with pixels. A picture lacks what is cut off of them. */
const PIXELS: readonly string[] = ['IDAT', 'fcTL', 'fdAT'];

/**
 * The chunks of a PNG up to IEND or the end of the file. What follows pixel data and is no whole chunk, such as a cut IEND, ends
 * them too: decoders do not read it. Throws `truncated-image` for a chunk that the
 * file does not hold, unless it `takesCut` ones, `corrupt-image` for an impossible length, and `segment-limit`.
 */
export function* pngChunks(bytes: Uint8Array, limits: Limits, takesCut = false): Generator<Chunk> {
  const reader = new Reader(bytes, 'big');
  let at: number = PNG_SIGNATURE.length;
  let hasPixels = false;
  for (let small = 0; at < bytes.length; ) {
    if (hasPixels && !isWhole(reader, at)) return;
    if (takesCut && at + 8 > bytes.length) return;
    const length = reader.u32(at);
    if (length < LARGE) checkCount('segment-limit', ++small, limits);
    const type = reader.text(at + 4, 4);
    if (length > MOST) throw corrupt('A chunk of the picture has an impossible length');
    if (!takesCut) reader.need(at + 8, length + 4);
    // Otherwise a decoder that takes the later header would see an extent that was not checked.
    if (type === 'IHDR' && at > PNG_SIGNATURE.length) throw corrupt('The picture has two headers');
    const end = at + 12 + length;
    yield { type, data: bytes.subarray(at + 8, at + 8 + length), whole: bytes.subarray(at, end) };
    if (type === 'IEND') return;
    hasPixels ||= type === 'IDAT';
    at = end;
  }
  if (at === PNG_SIGNATURE.length) throw truncated('The picture has no chunks');
}

/** Whether the file holds a whole chunk there, or the beginning of one with pixels. */
function isWhole(reader: Reader, at: number): boolean {
  const left = reader.length - at;
  if (left < 8) return false;
  const length = reader.u32(at);
  return length <= MOST && (length + 12 <= left || PIXELS.includes(reader.text(at + 4, 4)));
}

/** Types of the chunks that say what the samples mean (PNG 3rd edition, sections 11.2.2 and 11.3.1 to 11.3.2). */
export const COLOR_CHUNKS: readonly string[] = [
  ...['PLTE', 'tRNS', 'gAMA', 'cHRM', 'sRGB'],
  ...['iCCP', 'cICP', 'sBIT', 'mDCV', 'cLLI'],
];

/**
 * The same picture with signature, IHDR, PLTE, tRNS, IDAT and IEND only, for decoders that fail on other chunks, or
 * on missing ones after the pixel data.
 */
export function barePng(chunks: Iterable<Chunk>): Buffer {
  const kept = [...chunks].filter(({ type }) => BARE.includes(type)).map(({ whole }) => whole);
  return Buffer.concat([Uint8Array.from(PNG_SIGNATURE), ...kept, END]);
}

const BARE = ['IHDR', 'PLTE', 'tRNS', 'IDAT'];

/** IEND: no data, and the checksum of its type. */
const END = Uint8Array.of(0, 0, 0, 0, 0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82);

/** The checksum of PNG chunks (PNG 3rd edition, annex D), bit by bit: for short data. */
export function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return (crc ^ 0xffffffff) >>> 0;
}
