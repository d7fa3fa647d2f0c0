import * as zlib from 'node:zlib';

/** The CRC-32 of bytes, going on from that of the bytes before. */
export type Crc32 = (bytes: Uint8Array, before?: number) => number;

/** Largest prime below 2^16: the modulus of Adler-32 (RFC 1950, section 8.2). */
const MODULUS = 65521;

/** Bytes that are added up in lanes, and those for which the second sum stays below 2^31. */
const [BLOCK, MOST] = [64, 3712];

/** The Adler-32 of bytes `from` to `end`, going on from that of the bytes before. */
export function adler32(bytes: DataView, from: number, end: number, before = 1): number {
  let [sum, sums] = [before & 0xffff, before >>> 16];
  let at = from;
  while (at + BLOCK <= end) {
    const stop = Math.min(end - BLOCK, at + MOST);
    for (; at <= stop; at += BLOCK) {
      // Of each word the first and third byte, and the second and fourth: their sums, and the sums before each.
      let [even, odd, evens, odds] = [0, 0, 0, 0];
      for (let word = at; word < at + BLOCK; word += 4) {
        const four = bytes.getInt32(word, true);
        evens += even;
        odds += odd;
        even += four & 0xff00ff;
        odd += (four >>> 8) & 0xff00ff;
      }
      const [a, b, c, d] = [even & 0xffff, odd & 0xffff, even >>> 16, odd >>> 16];
      const whole = (evens & 0xffff) + (evens >>> 16) + (odds & 0xffff) + (odds >>> 16);
      sums += sum * BLOCK + whole * 4 + a * 4 + b * 3 + c * 2 + d;
      sum += a + b + c + d;
    }
    sum %= MODULUS;
    sums %= MODULUS;
  }
  for (; at < end; at++) {
    sum += bytes.getUint8(at);
    sums += sum;
  }
  return pack(sum % MODULUS, sums % MODULUS);
}

/** The Adler-32 after `count` zeros, of which there may be up to 2^36. */
export function adler32Zeros(count: number, before: number): number {
  const sum = before & 0xffff;
  return pack(sum, ((before >>> 16) + sum * count) % MODULUS);
}

function pack(sum: number, sums: number): number {
  return ((sums << 16) | sum) >>> 0;
}

/** Four tables of 256: what a byte does to the checksum from 0 to 3 bytes further on. */
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

/** CRC-32 by four bytes at a time, for Node before 20.15, which has none. */
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
