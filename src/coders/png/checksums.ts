/** CRC-32 and Adler-32, the checksums of PNG and zlib. */
import * as zlib from 'node:zlib';
import { Simd } from '../../kernels/simd/simd.ts';

/** CRC-32 of bytes, continuing from that of earlier bytes. */
export type Crc32 = (bytes: Uint8Array, before?: number) => number;

/** Modulus of Adler-32: the largest prime below 2^16 (RFC 1950, section 8.2). */
const MODULUS = 65521;

/** Bytes summed before a reduction. */
const PIECE = 65_536;

/** Adler-32 of bytes `from` to `end`, continuing from that of earlier bytes. */
export function adler32({ buffer, byteOffset }: DataView, from: number, end: number, before = 1): number {
  return Simd.run((simd) => {
    const place = simd.take(Math.min(PIECE, end - from));
    let sums = before;
    for (let at = from; at < end; at += PIECE) {
      const bytes = new Uint8Array(buffer, byteOffset + at, Math.min(PIECE, end - at));
      simd.bytes.set(bytes, place);
      sums = simd.code.adler32(place, bytes.length, sums);
    }
    return sums >>> 0;
  });
}

/** Adler-32 after `count` zero bytes, up to 2^36. */
export function adler32Zeros(count: number, before: number): number {
  const sum = before & 0xffff;
  return pack(sum, ((before >>> 16) + sum * count) % MODULUS);
}

/** Bytes of a chunk with known sums. */
export const SUMMED = 16_384;

/**
 * Adler-32 of bytes `from` to `end`, reading only chunks that lie partly inside. `sums` has two numbers per chunk
 * of `SUMMED` bytes (the last may be shorter), modulo 65521: the sum of its bytes, and the sum of the running sums.
 */
export function adler32Summed(
  bytes: DataView,
  sums: Uint32Array,
  from: number,
  end: number,
  before: number,
): number {
  const all = bytes.byteLength;
  const first = Math.ceil(from / SUMMED);
  const last = end === all ? Math.ceil(end / SUMMED) : Math.floor(end / SUMMED);
  if (first >= last) return adler32(bytes, from, end, before);
  const start = adler32(bytes, from, first * SUMMED, before);
  let [sum, second] = [start & 0xffff, start >>> 16];
  for (let chunk = first; chunk < last; chunk++) {
    const length = Math.min(SUMMED, all - chunk * SUMMED);
    second = (second + sum * length + (sums[2 * chunk + 1] as number)) % MODULUS;
    sum = (sum + (sums[2 * chunk] as number)) % MODULUS;
  }
  return adler32(bytes, Math.min(end, last * SUMMED), end, pack(sum, second));
}

function pack(sum: number, sums: number): number {
  return ((sums << 16) | sum) >>> 0;
}

/** Four tables of 256 entries, for slicing-by-4. */
let crcTables: Uint32Array | undefined;

function makeCrcTables(): Uint32Array {
  const tables = new Uint32Array(1024);
  for (let index = 0; index < 1024; index++) {
    let crc = index < 256 ? index : (tables[index - 256] as number);
    if (index >= 256) crc = (crc >>> 8) ^ (tables[crc & 255] as number);
    else for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
    tables[index] = crc;
  }
  return tables;
}

/** CRC-32, four bytes at a time, for Node before 20.15, which has no built-in one. */
export const tableCrc32: Crc32 = (bytes, before = 0) => {
  crcTables ??= makeCrcTables();
  const tables = crcTables;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const look = (index: number) => tables[index] as number;
  let crc = ~before;
  let at = 0;
  for (; at + 4 <= bytes.length; at += 4) {
    const word = crc ^ view.getInt32(at, true);
    crc =
      look(768 + (word & 255)) ^
      look(512 + ((word >>> 8) & 255)) ^
      look(256 + ((word >>> 16) & 255)) ^
      look(word >>> 24);
  }
  for (; at < bytes.length; at++) crc = (crc >>> 8) ^ look((crc ^ view.getUint8(at)) & 255);
  return ~crc >>> 0;
};

export const crc32: Crc32 = (zlib as { crc32?: Crc32 }).crc32 ?? tableCrc32;
