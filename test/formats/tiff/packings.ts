/** How the data of forged strips and tiles is packed. */
import { deflateSync } from 'node:zlib';

/** Compressions by name, with their number in a file. */
export const COMPRESSIONS = {
  none: { code: 1, pack: (bytes: Uint8Array) => bytes },
  lzw: { code: 5, pack: packLzw },
  oldLzw: { code: 5, pack: packOldLzw },
  deflate: { code: 8, pack: (bytes: Uint8Array) => deflateSync(bytes) },
  adobeDeflate: { code: 32946, pack: (bytes: Uint8Array) => deflateSync(bytes) },
  packbits: { code: 32773, pack: packBits },
  zstd: { code: 50000, pack: packZstd },
} as const;

/** Literal runs, and repeated bytes. */
function packBits(bytes: Uint8Array): Uint8Array {
  const packed: number[] = [];
  for (let at = 0; at < bytes.length; ) {
    let run = 1;
    while (run < 128 && bytes[at + run] === bytes[at]) run++;
    if (run > 1) packed.push(257 - run, bytes[at] as number);
    else packed.push(0, bytes[at] as number);
    at += run;
  }
  return Uint8Array.from(packed);
}

/** TIFF's LZW with its dictionary, written plainly. */
function packLzw(bytes: Uint8Array): Uint8Array {
  const bits: string[] = [];
  let table = new Map<string, number>();
  let width = 9;
  const code = (value: number) => bits.push(value.toString(2).padStart(width, '0'));
  const clear = () => {
    code(256);
    table = new Map(Array.from({ length: 256 }, (_, byte) => [String.fromCharCode(byte), byte]));
    width = 9;
  };
  clear();
  let next = 258;
  let prefix = '';
  for (const byte of bytes) {
    const longer = prefix + String.fromCharCode(byte);
    if (table.has(longer)) {
      prefix = longer;
      continue;
    }
    code(table.get(prefix) as number);
    table.set(longer, next++);
    // One code early, as TIFF 6.0 section 13 has it.
    if (next === 512 || next === 1024 || next === 2048) width++;
    if (next === 4095) {
      clear();
      next = 258;
    }
    prefix = String.fromCharCode(byte);
  }
  if (prefix) {
    code(table.get(prefix) as number);
    next++;
    if (next === 512 || next === 1024 || next === 2048) width++;
  }
  code(257);
  const text = bits.join('');
  return Uint8Array.from({ length: Math.ceil(text.length / 8) }, (_, at) =>
    Number.parseInt(text.slice(8 * at, 8 * at + 8).padEnd(8, '0'), 2),
  );
}

/** LZW of before TIFF 6.0: the lowest bit first. Cleared so often that no code becomes wider than 9 bits. */
function packOldLzw(bytes: Uint8Array): Uint8Array {
  const codes: number[] = [];
  for (const [at, byte] of bytes.entries()) {
    if (at % 200 === 0) codes.push(256);
    codes.push(byte);
  }
  codes.push(257);
  const bits = codes.flatMap((code) => Array.from({ length: 9 }, (_, bit) => (code >> bit) & 1));
  return Uint8Array.from({ length: Math.ceil(bits.length / 8) }, (_, at) =>
    bits.slice(8 * at, 8 * at + 8).reduce((byte, bit, place) => byte | (bit << place), 0),
  );
}

/** A frame of zstd whose blocks are stored (RFC 8878 section 3.1.1). */
function packZstd(bytes: Uint8Array): Uint8Array {
  const blocks: Buffer[] = [];
  const most = 2 ** 17;
  for (let at = 0; at === 0 || at < bytes.length; at += most) {
    const block = bytes.subarray(at, at + most);
    const header = Buffer.alloc(3);
    header.writeUIntLE((block.length << 3) | (at + most >= bytes.length ? 1 : 0), 0, 3);
    blocks.push(header, Buffer.from(block));
  }
  const header = Buffer.alloc(9);
  header.writeUInt32LE(0xfd2fb528, 0);
  // One segment, with its size in four bytes.
  header[4] = 0xa0;
  header.writeUInt32LE(bytes.length, 5);
  return Buffer.concat([header, ...blocks]);
}
