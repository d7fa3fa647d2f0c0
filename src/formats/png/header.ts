/** Reads the IHDR chunk of a PNG. */
import type { Extent } from '../../core/image.ts';
import type { Limits } from '../../core/limits.ts';
import { checkDeclaredExtent, corrupt, unsupportedDepth } from '../checks.ts';
import { hasBytes, Reader } from '../reader.ts';
import { crc32, PNG_SIGNATURE } from './chunks.ts';

/** Samples per pixel and allowed depths, by colour type (PNG 3rd edition, table 12). */
const COLOR_TYPES: Readonly<Record<number, { samples: number; depths: readonly number[] }>> = {
  0: { samples: 1, depths: [1, 2, 4, 8, 16] },
  2: { samples: 3, depths: [8, 16] },
  3: { samples: 1, depths: [1, 2, 4, 8] },
  4: { samples: 2, depths: [8, 16] },
  6: { samples: 4, depths: [8, 16] },
};

/** First chunk of what Xcode makes of a PNG for iPhones: compressed otherwise, blue first, colours multiplied by alpha. */
const APPLE = 'CgBI';

/** Colour type of pictures of gray without alpha. */
export const GRAY = 0;

/** Colour type of pictures whose samples are palette indices. */
export const PALETTE = 3;

/** The IHDR chunk. */
export interface PngHeader extends Extent {
  readonly depth: number;
  readonly colorType: number;
  /** Stored samples per pixel: 1 for a palette. */
  readonly samples: number;
  readonly interlaced: boolean;
}

/** Reads and checks IHDR, the first chunk. Throws like `Format.readHeader`. */
export function readPngHeader(bytes: Uint8Array, limits: Limits): PngHeader {
  const reader = new Reader(bytes, 'big');
  const at = PNG_SIGNATURE.length;
  if (!hasBytes(bytes, 0, PNG_SIGNATURE)) throw corrupt('The signature of the picture is damaged');
  if (reader.text(at + 4, 4) === APPLE) {
    const hint = 'turn off the compression of PNGs in Xcode, or convert it on a Mac first';
    throw unsupportedDepth(`PNG in the form of Apple's tools (CgBI) cannot be read; ${hint}`);
  }
  if (reader.u32(at) !== 13 || reader.text(at + 4, 4) !== 'IHDR') {
    throw corrupt('The picture does not start with its header');
  }
  if (reader.u32(at + 21) !== crc32(bytes.subarray(at + 4, at + 21))) {
    throw corrupt('The header of the picture has a wrong checksum');
  }
  const [width, height] = [reader.u32(at + 8), reader.u32(at + 12)];
  checkDeclaredExtent({ width, height }, limits);
  const [depth, colorType, interlace] = [reader.u8(at + 16), reader.u8(at + 17), reader.u8(at + 20)];
  const samples = COLOR_TYPES[colorType];
  if (!samples?.depths.includes(depth)) throw corrupt('The picture has an impossible sample depth');
  const methods = reader.u16(at + 18);
  if (methods !== 0 || interlace > 1) throw corrupt('The picture has an unknown compression or order');
  return { width, height, depth, colorType, samples: samples.samples, interlaced: interlace === 1 };
}

/** First column, first row and steps of Adam7's seven passes (PNG 3rd edition, section 8.1). */
const ADAM7 = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const;

/** Bytes of the inflated pixel data. Each row has one more byte for its filter. */
export function inflatedBytes({ width, height, depth, samples, interlaced }: PngHeader): number {
  const size = (columns: number, rows: number) =>
    columns > 0 ? (Math.ceil((columns * samples * depth) / 8) + 1) * rows : 0;
  if (!interlaced) return size(width, height);
  let total = 0;
  for (const [x, y, across, down] of ADAM7) {
    total += size(Math.ceil((width - x) / across), Math.max(0, Math.ceil((height - y) / down)));
  }
  return total;
}
