/** Writes EXIF: directories of fields, little-endian, each with its long values behind it. */
import type { Extent } from '../../core/image.ts';
import { DENSITY_TAG } from '../density.ts';
import { type ExifField, type ExifFields, readExifFields } from './fields.ts';
import { EXIF_TAG } from './tags.ts';

const SHORT = 3;
const LONG = 4;
const RATIONAL = 5;

/** The unit of densities in pixels per inch. */
const INCHES = 2;

/** Bytes of the TIFF header: byte order, 42, and the offset of the first directory. */
const HEADER = 8;

/** A field of one 16-bit number. */
function shortField(tag: number, value: number): ExifField {
  return { tag, type: SHORT, count: 1, data: Uint8Array.of(value & 255, value >> 8) };
}

/** A field of one 32-bit number. */
function longField(tag: number, value: number): ExifField {
  const data = Buffer.alloc(4);
  data.writeUInt32LE(value);
  return { tag, type: LONG, count: 1, data };
}

/** A field of one fraction, in hundredths. */
function fractionField(tag: number, value: number): ExifField {
  const data = Buffer.alloc(8);
  data.writeUInt32LE(Math.round(value * 100));
  data.writeUInt32LE(100, 4);
  return { tag, type: RATIONAL, count: 1, data };
}

/** The fields of a density in pixels per inch, across and down (TIFF 6.0 section 8). */
export function densityFields(density: number): ExifField[] {
  const { across, down, unit } = DENSITY_TAG;
  return [fractionField(across, density), fractionField(down, density), shortField(unit, INCHES)];
}

export const NO_FIELDS: ExifFields = { main: [], photo: [], position: [], interop: [] };

/** The fields with a density in pixels per inch, unless they have one. */
export function withDensity(fields: ExifFields, density: number): ExifFields {
  const tags: readonly number[] = Object.values(DENSITY_TAG);
  if (fields.main.some(({ tag }) => tag === DENSITY_TAG.across)) return fields;
  const main = fields.main.filter(({ tag }) => !tags.includes(tag));
  return { ...fields, main: [...main, ...densityFields(density)] };
}

/** What is to be kept of a photo's EXIF, for a picture that was made of the photo. */
export interface ExifWishes {
  /** Whether position and maker's notes stay. The notes may hold the position too. */
  readonly everything: boolean;
  /** The extent of the new picture. */
  readonly extent: Extent;
}

/**
 * The fields that suit the new picture: upright, and of its extent. The notes of a maker are copied as they are.
 * Undefined when nothing is left.
 */
export function fieldsFor(
  block: Uint8Array,
  { everything, extent: { width, height } }: ExifWishes,
): ExifFields | undefined {
  const fields = readExifFields(block);
  if (!fields) return undefined;
  const replaced: readonly number[] = [EXIF_TAG.pixelWidth, EXIF_TAG.pixelHeight];
  const photo = fields.photo
    .filter(({ tag }) => !replaced.includes(tag) && (everything || tag !== EXIF_TAG.makerNote))
    .concat(
      fields.photo.flatMap(({ tag }) =>
        replaced.includes(tag) ? [longField(tag, tag === EXIF_TAG.pixelWidth ? width : height)] : [],
      ),
    );
  const position = everything ? fields.position : [];
  if (fields.main.length + photo.length + position.length === 0) return undefined;
  const main = [...fields.main, shortField(EXIF_TAG.orientation, 1)];
  return { main, photo, position, interop: fields.interop };
}

/** A block of EXIF, which starts with the TIFF header. */
export function writeExif(fields: ExifFields): Uint8Array {
  const { main, photo, position } = fields;
  const pointers = Math.min(1, photo.length) + Math.min(1, position.length);
  const below = writeBelow(fields, HEADER + directoryBytes(main) + 12 * pointers);
  const head = Buffer.from('II*\0\x08\0\0\0', 'latin1');
  return Buffer.concat([head, writeDirectory([...main, ...below.pointers], HEADER), below.bytes]);
}

/** The directories below the first one, for an offset in the file, and the fields of the first that point to them. */
export function writeBelow({ photo, position, interop }: ExifFields, offset: number) {
  const pieces: Uint8Array[] = [];
  let at = offset;
  const add = (tag: number, fields: readonly ExifField[]): ExifField[] => {
    if (fields.length === 0) return [];
    const pointer = longField(tag, at);
    const written = writeDirectory(fields, at);
    pieces.push(written);
    at += written.length;
    return [pointer];
  };
  const inner = photo.length > 0 ? add(EXIF_TAG.interop, interop) : [];
  const pointers = [...add(EXIF_TAG.photo, [...photo, ...inner]), ...add(EXIF_TAG.position, position)];
  return { pointers, bytes: Buffer.concat(pieces) };
}

/** Bytes of a directory with its long values. They are even, so that the next directory begins at an even offset. */
function directoryBytes(fields: readonly ExifField[]): number {
  return fields.reduce((sum, { data }) => sum + 12 + (data.length > 4 ? evenly(data.length) : 0), 6);
}

function evenly(length: number): number {
  return length + (length & 1);
}

/** A directory at an even offset. `next` is the offset of the directory after it; 0 for the last one. */
export function writeDirectory(fields: readonly ExifField[], at: number, next = 0): Uint8Array {
  const sorted = [...fields].sort((one, other) => one.tag - other.tag);
  const bytes = Buffer.alloc(directoryBytes(fields));
  bytes.writeUInt16LE(sorted.length, 0);
  let [entry, long] = [2, 6 + 12 * sorted.length];
  for (const { tag, type, count, data } of sorted) {
    bytes.writeUInt16LE(tag, entry);
    bytes.writeUInt16LE(type, entry + 2);
    bytes.writeUInt32LE(count, entry + 4);
    if (data.length > 4) {
      bytes.writeUInt32LE(at + long, entry + 8);
      bytes.set(data, long);
      long += evenly(data.length);
    } else bytes.set(data, entry + 8);
    entry += 12;
  }
  bytes.writeUInt32LE(next, entry);
  return bytes;
}
