/** Reads the blocks of metadata of a TIFF, and puts such blocks into one. */
import type { Limits } from '../../core/limits.ts';
import { densityOf, squareDensity } from '../density.ts';
import { type ExifField, type ExifFields, readExifFields } from '../exif/fields.ts';
import { densityFields, writeBelow, writeDirectory, writeExif } from '../exif/write.ts';
import type { Reading } from '../input.ts';
import type { MetadataBlocks } from '../metadata.ts';
import { Reader } from '../reader.ts';
import { readTiffPicture } from './picture.ts';
import { TAG } from './tags.ts';

/** XMP specification, part 3, section 1.1.6. */
const XMP = 700;

/** Tag of IPTC, which libtiff calls RichTIFFIPTC. */
const IPTC = 33723;

const BYTE = 1;
const UNDEFINED = 7;

/** The profile, XMP and IPTC of a page, and EXIF of the file's first directory, if it is no BigTIFF. Throws as `readHeader` does. */
export function readTiffBlocks(bytes: Uint8Array, limits: Limits, reading: Reading): MetadataBlocks {
  const { directory } = readTiffPicture(bytes, limits, reading);
  const fields = readExifFields(bytes);
  return {
    icc: directory.bytes(TAG.profile),
    exif: fields && !isPlain(fields) ? writeExif(fields) : undefined,
    xmp: directory.bytes(XMP),
    iptc: directory.bytes(IPTC),
    density: squareDensity(densityOf(directory)),
  };
}

/** Whether there is nothing but a resolution, which every TIFF has. */
function isPlain({ main, photo, position }: ExifFields): boolean {
  const resolution: readonly number[] = [TAG.xResolution, TAG.yResolution, TAG.resolutionUnit];
  return main.every(({ tag }) => resolution.includes(tag)) && photo.length + position.length === 0;
}

/**
 * The file with these blocks: the profile and the density in each page, the others in the first. The directories are written anew
 * behind its last byte. Throws an error for a file of another layout than our encoders'.
 */
export function withTiffBlocks(bytes: Uint8Array, blocks: MetadataBlocks): Uint8Array {
  const reader = new Reader(bytes, 'little');
  if (reader.u32(0) !== 0x002a4949) throw new Error('the encoded TIFF is not a little-endian one');
  const pages = [...directories(reader)];
  const pieces: Uint8Array[] = [bytes, Buffer.alloc(bytes.length & 1)];
  let end = bytes.length + (bytes.length & 1);
  const append = (piece: Uint8Array) => {
    const at = end;
    pieces.push(piece);
    end += piece.length;
    return at;
  };
  const starts: number[] = [];
  for (const [index, page] of pages.entries()) {
    const first = index === 0 ? firstPageFields(blocks, end) : { fields: [], below: new Uint8Array() };
    append(first.below);
    const profile = blocks.icc ? [bytesField(TAG.profile, UNDEFINED, blocks.icc)] : [];
    const density = blocks.density === undefined ? [] : densityFields(blocks.density);
    const fields = merge(page, [...first.fields, ...profile, ...density]);
    const next = end + writeDirectory(fields, end).length;
    starts.push(append(writeDirectory(fields, end, index < pages.length - 1 ? next : 0)));
  }
  const file = Buffer.concat(pieces);
  file.writeUInt32LE(starts[0] as number, 4);
  return file;
}

/** The fields that the first page alone gets, and the directories that they point to, for an offset of the file. */
function firstPageFields({ exif, xmp, iptc }: MetadataBlocks, offset: number) {
  const fields: ExifField[] = [
    ...(xmp ? [bytesField(XMP, BYTE, xmp)] : []),
    ...(iptc ? [bytesField(IPTC, UNDEFINED, iptc)] : []),
  ];
  const read = exif && readExifFields(exif);
  if (!read) return { fields, below: new Uint8Array() };
  const { pointers, bytes } = writeBelow(read, offset);
  return { fields: [...fields, ...read.main, ...pointers], below: bytes };
}

/** The fields of each directory of the main chain, with all their values. */
function* directories(reader: Reader): Generator<readonly ExifField[]> {
  for (let at = reader.u32(4); at !== 0; ) {
    const count = reader.u16(at);
    yield Array.from({ length: count }, (_, index) => readField(reader, at + 2 + 12 * index));
    at = reader.u32(at + 2 + 12 * count);
  }
}

/** Bytes of a value by field type (TIFF 6.0 section 2). */
const SIZES: Readonly<Record<number, number>> = {
  ...{ 1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4 },
};

function readField(reader: Reader, entry: number): ExifField {
  const [tag, type, count] = [reader.u16(entry), reader.u16(entry + 2), reader.u32(entry + 4)];
  const length = (SIZES[type] ?? 0) * count;
  const at = length <= 4 ? entry + 8 : reader.u32(entry + 8);
  reader.need(at, length);
  return { tag, type, count, data: reader.bytes.subarray(at, at + length) };
}

function bytesField(tag: number, type: number, data: Uint8Array): ExifField {
  return { tag, type, count: data.length, data };
}

/** The fields of a page, with others in place of those of the same tags. */
function merge(page: readonly ExifField[], others: readonly ExifField[]): readonly ExifField[] {
  const fields = new Map([...page, ...others].map((field) => [field.tag, field]));
  return [...fields.values()];
}
