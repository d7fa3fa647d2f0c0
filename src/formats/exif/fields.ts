/** Reads the fields of EXIF, from a block of its own or from the directory of a TIFF, to write them anew. */
import { hasText, Reader } from '../reader.ts';
import { DESCRIBING, EXIF_TAG } from './tags.ts';

/** One field with its values, which are little-endian. */
export interface ExifField {
  readonly tag: number;
  /** Field type of TIFF 6.0 section 2. */
  readonly type: number;
  readonly count: number;
  readonly data: Uint8Array;
}

/** The fields by directory. The directory of the thumbnail is left out: it shows the photo before all edits. */
export interface ExifFields {
  readonly main: readonly ExifField[];
  readonly photo: readonly ExifField[];
  readonly position: readonly ExifField[];
  readonly interop: readonly ExifField[];
}

/** Bytes of a value, and of the numbers that it consists of, by field type. */
const TYPES: Readonly<Record<number, readonly [value: number, number: 1 | 2 | 4 | 8]>> = {
  ...{ 1: [1, 1], 2: [1, 1], 3: [2, 2], 4: [4, 4], 5: [8, 4], 6: [1, 1], 7: [1, 1], 8: [2, 2] },
  ...{ 9: [4, 4], 10: [8, 4], 11: [4, 4], 12: [8, 8], 13: [4, 4], 129: [1, 1] },
};

/** Tags of a comment, of the method that found the position, and of its area: texts that begin with their encoding. */
const WRITTEN: readonly number[] = [0x9286, 0x001b, 0x001c];

/** Encoding with two bytes a character, which stand in the order of the block's numbers (EXIF 2.32, table 9). */
const UNICODE = 'UNICODE\0';

/** Bytes of all values together. With the fields a block is shorter than 64 KiB, as a JPEG needs it. Values may share bytes. */
const MOST_BYTES = 60_000;

/** Fields of all directories together. Cameras write about a hundred. */
const MOST_FIELDS = 400;

/** Where a block's numbers are, and what may still be read of it. */
interface Source {
  readonly reader: Reader;
  readonly little: boolean;
  bytes: number;
  fields: number;
}

/**
 * The fields of a block that starts with the TIFF header, or with `Exif\0\0` before it, or of a TIFF. Leaves out fields that lie, and those over 60,000 bytes in all. Undefined for bytes that are no
 * EXIF. Never throws: bad metadata spoils no picture.
 */
export function readExifFields(block: Uint8Array): ExifFields | undefined {
  const prefixed = block[0] === 0x45 && block[1] === 0x78;
  const tiff = prefixed ? block.subarray(6) : block;
  const little = tiff[0] === 0x49;
  const isTiff = tiff.length >= 8 && tiff[0] === tiff[1] && (little || tiff[0] === 0x4d);
  if (!isTiff || tiff[little ? 2 : 3] !== 42) return undefined;
  const reader = new Reader(tiff, little ? 'little' : 'big');
  const source: Source = { reader, little, bytes: MOST_BYTES, fields: MOST_FIELDS };
  const first = readDirectory(source, reader.u32(4));
  const main = first.filter(({ tag }) => DESCRIBING.includes(tag));
  const photo = readBelow(source, first, EXIF_TAG.photo);
  return {
    main,
    photo: withoutPointers(photo),
    position: withoutPointers(readBelow(source, first, EXIF_TAG.position)),
    interop: withoutPointers(readBelow(source, photo, EXIF_TAG.interop)),
  };
}

const POINTERS: readonly number[] = [EXIF_TAG.photo, EXIF_TAG.position, EXIF_TAG.interop];

function withoutPointers(fields: readonly ExifField[]): readonly ExifField[] {
  return fields.filter(({ tag }) => !POINTERS.includes(tag));
}

function readBelow(source: Source, fields: readonly ExifField[], pointer: number): readonly ExifField[] {
  const field = fields.find(({ tag, data }) => tag === pointer && data.length === 4);
  return field ? readDirectory(source, new Reader(field.data, 'little').u32(0)) : [];
}

/** The fields of a directory in the order of their tags, each tag once. */
function readDirectory(source: Source, at: number): readonly ExifField[] {
  const found = new Map<number, ExifField>();
  const { reader } = source;
  const count = at + 2 <= reader.length ? reader.u16(at) : 0;
  for (let index = 0; index < count; index++) {
    const entry = at + 2 + 12 * index;
    if (entry + 12 > reader.length || source.fields-- <= 0) break;
    const field = readField(source, entry);
    if (field && !found.has(field.tag)) found.set(field.tag, field);
  }
  return [...found.values()].sort((one, other) => one.tag - other.tag);
}

function readField(source: Source, entry: number): ExifField | undefined {
  const { reader, little } = source;
  const [tag, type, count] = [reader.u16(entry), reader.u16(entry + 2), reader.u32(entry + 4)];
  const [value, number] = TYPES[type] ?? [0, 1];
  const length = value * count;
  if (length === 0 || length > source.bytes) return undefined;
  const at = length <= 4 ? entry + 8 : reader.u32(entry + 8);
  if (at + length > reader.length) return undefined;
  source.bytes -= length;
  // A copy, because the numbers are turned in place: `slice` of a Buffer is none.
  const data = Uint8Array.from(reader.bytes.subarray(at, at + length));
  if (!little) reverseEach(data, number);
  if (!little && WRITTEN.includes(tag) && hasText(data, 0, UNICODE)) {
    reverseEach(data.subarray(UNICODE.length, length - (length & 1)), 2);
  }
  return { tag, type, count, data };
}

function reverseEach(data: Uint8Array, length: number): void {
  if (length === 1) return;
  for (let at = 0; at < data.length; at += length) data.subarray(at, at + length).reverse();
}
