/** Reads the blocks of metadata of a WebP, and puts such blocks into one. */
import type { Limits } from '../../core/limits.ts';
import { exifDensity, squareDensity } from '../density.ts';
import type { MetadataBlocks } from '../metadata.ts';
import { hasText, Reader } from '../reader.ts';
import { readBitstream } from './bitstream.ts';
import { type RiffChunk, riffChunks } from './riff.ts';

/** Flags in the first byte of `VP8X` (RFC 9649 2.7.1). */
const FLAG = { icc: 0x20, alpha: 0x10, exif: 0x08, xmp: 0x04 } as const;

/** The blocks of a file. Throws as `readHeader` does. */
export function readWebpBlocks(bytes: Uint8Array, limits: Limits): MetadataBlocks {
  const chunks = chunksOf(bytes, limits);
  const find = (wanted: string) => {
    const found = chunks.find(({ name }) => name === wanted);
    return found && bytes.subarray(found.start, found.start + found.length);
  };
  const exif = find('EXIF');
  // Some writers put JPEG's prefix in front.
  const plain = exif && hasText(exif, 0, 'Exif\0\0') ? exif.subarray(6) : exif;
  const density = squareDensity(plain && exifDensity(plain, limits));
  return { icc: find('ICCP'), exif: plain, xmp: find('XMP '), density };
}

function chunksOf(bytes: Uint8Array, limits: Limits): RiffChunk[] {
  const reader = new Reader(bytes, 'little');
  return [...riffChunks(reader, 12, 8 + reader.u32(4), limits)];
}

/** The file with these blocks: as an extended one, with the profile before the pixels and the others behind. */
export function withWebpBlocks(
  bytes: Uint8Array,
  { icc, exif, xmp }: MetadataBlocks,
  limits: Limits,
): Uint8Array {
  const chunks = chunksOf(bytes, limits);
  const whole = ({ name, start, length }: RiffChunk) => chunk(name, bytes.subarray(start, start + length));
  const [first, ...rest] = chunks;
  if (!first) return bytes;
  const isExtended = first.name === 'VP8X';
  const head = Buffer.from(
    isExtended ? bytes.subarray(first.start, first.start + first.length) : extendedHead(bytes, first),
  );
  head[0] = (head[0] as number) | (icc ? FLAG.icc : 0) | (exif ? FLAG.exif : 0) | (xmp ? FLAG.xmp : 0);
  const body = Buffer.concat([
    Buffer.from('WEBP', 'latin1'),
    chunk('VP8X', head),
    ...(icc ? [chunk('ICCP', icc)] : []),
    ...(isExtended ? rest : chunks).map(whole),
    ...(exif ? [chunk('EXIF', exif)] : []),
    ...(xmp ? [chunk('XMP ', xmp)] : []),
  ]);
  return chunk('RIFF', body);
}

/** The content of `VP8X` for a file of one bitstream. */
function extendedHead(bytes: Uint8Array, first: RiffChunk): Buffer {
  const { width, height, alpha } = readBitstream(new Reader(bytes, 'little'), first);
  const head = Buffer.alloc(10);
  head[0] = alpha ? FLAG.alpha : 0;
  head.writeUIntLE(width - 1, 4, 3);
  head.writeUIntLE(height - 1, 7, 3);
  return head;
}

function chunk(name: string, data: Uint8Array): Uint8Array {
  const head = Buffer.alloc(8);
  head.write(name, 'latin1');
  head.writeUInt32LE(data.length, 4);
  return Buffer.concat([head, data, Buffer.alloc(data.length & 1)]);
}
