import { crc32 } from '../../src/formats/png/chunks.ts';

/** Files made by hand, most of which lie. Numbers are `[value, bytes]`, in the format's own order. */
export function bytes(order: 'big' | 'little', ...parts: (string | number[] | Uint8Array)[]): Uint8Array {
  return Buffer.concat(
    parts.map((part) => {
      if (typeof part === 'string') return Buffer.from(part, 'latin1');
      if (part instanceof Uint8Array) return part;
      const [value = 0, length = 1] = part;
      const number = Buffer.alloc(length);
      if (order === 'big') number.writeUIntBE(value, 0, length);
      else number.writeUIntLE(value, 0, length);
      return number;
    }),
  );
}

export function pngChunk(type: string, data: Uint8Array): Uint8Array {
  const named = bytes('big', type, data);
  return bytes('big', [data.length, 4], named, [crc32(named), 4]);
}

/** The same PNG with every checksum right again, as far as its chunks can be followed. */
export function signPng(file: Uint8Array): Uint8Array {
  const signed = Buffer.from(file);
  for (let at = 8; at + 12 <= signed.length; ) {
    const end = at + 8 + signed.readUInt32BE(at);
    if (end + 4 > signed.length) break;
    signed.writeUInt32BE(crc32(signed.subarray(at + 4, end)), end);
    at = end + 4;
  }
  return signed;
}

interface PngFields {
  width: number;
  height: number;
  depth?: number;
  colorType?: number;
  interlace?: number;
}

/** Signature and IHDR, and then the chunks given. */
export function forgePng(fields: PngFields, ...chunks: Uint8Array[]): Uint8Array {
  const { width, height, depth = 8, colorType = 2, interlace = 0 } = fields;
  const header = bytes('big', [width, 4], [height, 4], [depth], [colorType], [0, 2], [interlace]);
  return bytes('big', '\x89PNG\r\n\x1a\n', pngChunk('IHDR', header), ...chunks);
}

/** One marker segment of a JPEG. */
export function segment(marker: number, payload: Uint8Array): Uint8Array {
  return bytes('big', [0xff], [marker], [payload.length + 2, 2], payload);
}

/** A JPEG of one gray component: a frame header, then what is given, then the end marker. */
export function forgeJpeg(
  {
    width,
    height,
    marker = 0xc0,
    precision = 8,
  }: {
    width: number;
    height: number;
    marker?: number;
    precision?: number;
  },
  ...rest: Uint8Array[]
): Uint8Array {
  const frame = bytes('big', [precision], [height, 2], [width, 2], [1], [1], [0x11], [0]);
  return bytes('big', '\xff\xd8', segment(marker, frame), ...rest, '\xff\xd9');
}

export const jpegScan = segment(0xda, bytes('big', [1], [1], [0], [0], [63], [0]));

/** A GIF with frames of one colour whose pixel data is the given LZW stream. */
export function forgeGif(
  screen: readonly [number, number],
  frames: readonly (readonly [x: number, y: number, width: number, height: number])[],
  data: Uint8Array = bytes('little', [2], [2], [0x4c], [0x01], [0]),
): Uint8Array {
  const table = bytes('little', [0, 3], [0xffffff, 3]);
  const blocks = frames.map(([x, y, width, height]) =>
    bytes('little', [0x2c], [x, 2], [y, 2], [width, 2], [height, 2], [0], data),
  );
  return bytes('little', 'GIF89a', [screen[0], 2], [screen[1], 2], [0x80], [0, 2], table, ...blocks, ';');
}

/** A little-endian TIFF of one directory; fields are `[tag, type, count, value]`. */
export function forgeTiff(fields: number[][], next = 0, data: Uint8Array = new Uint8Array()): Uint8Array {
  const entries = fields.map(([tag = 0, type = 4, count = 1, value = 0]) =>
    bytes('little', [tag, 2], [type, 2], [count, 4], [value, 4]),
  );
  return bytes('little', 'II', [42, 2], [8, 4], [fields.length, 2], ...entries, [next, 4], data);
}

export function forgeWebp(...chunks: [name: string, data: Uint8Array][]): Uint8Array {
  const body = bytes('little', 'WEBP', ...chunks.flatMap(([name, data]) => [name, [data.length, 4], data]));
  return bytes('little', 'RIFF', [body.length, 4], body);
}
