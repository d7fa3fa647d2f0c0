/** Writes TIFF files. */
import type { Extent } from '../../core/image.ts';
import { TAG } from '../../formats/tiff/tags.ts';
import { type InPieces, inPieces } from '../pauses.ts';
import type { Numbers } from './numbers.ts';

/** Field types of TIFF 6.0 section 2. */
const SHORT = 3;
const LONG = 4;
const UNDEFINED = 7;

interface Field {
  readonly tag: number;
  readonly type: typeof SHORT | typeof LONG | typeof UNDEFINED;
  readonly count: number;
  /** The values as they are stored in the file. */
  readonly bytes: Uint8Array;
}

/** A page that is to be one strip of samples side by side. */
export interface TiffPicture extends Extent {
  readonly samples: Numbers;
  /** Samples of a pixel. */
  readonly count: number;
  /** PhotometricInterpretation. */
  readonly photometric: number;
  /** Further fields of 16-bit numbers, by their tags. */
  readonly shorts?: Readonly<Record<number, readonly number[]>>;
  readonly profile?: Uint8Array | undefined;
}

/** Offset of the first directory, after the header (TIFF 6.0 section 2). */
const FIRST = 8;

/**
 * Sizes in bytes: the number of entries before a directory, an entry, and the offset of the next directory after it.
 */
const [NUMBER_BYTES, ENTRY_BYTES, NEXT_BYTES] = [2, 12, 4];

/** The place of a page in the file. */
interface PlacedPage {
  readonly samples: TiffPicture['samples'];
  readonly start: number;
  readonly directory: number;
  readonly fields: readonly (Field & { readonly at: number | undefined })[];
}

/** Writes TIFF 6.0: little-endian, a strip a page, not packed. Every bit of every sample is kept. */
export function* writeTiff(...pages: readonly TiffPicture[]): InPieces<Uint8Array> {
  let end = FIRST;
  const take = (bytes: number) => {
    const at = Math.ceil(end / 8) * 8;
    end = at + bytes;
    return at;
  };
  const placed = pages.map((page) => place(page, take));
  const file = new Uint8Array(end);
  const view = new DataView(file.buffer);
  // `II`, 42, and the offset of the directory.
  view.setUint32(0, 0x002a4949, true);
  view.setUint32(4, FIRST, true);
  for (const [index, page] of placed.entries()) {
    writeDirectory(file, page, placed[index + 1]?.directory ?? 0);
    const bytes = bytesOf(page.samples);
    yield* inPieces(bytes.length, 1, (from, to) => file.set(bytes.subarray(from, to), page.start + from));
  }
  return file;
}

function place(page: TiffPicture, take: (bytes: number) => number): PlacedPage {
  const { samples } = page;
  const count = describe(page, 0).length;
  const directory = take(NUMBER_BYTES + count * ENTRY_BYTES + NEXT_BYTES);
  const start = take(samples.byteLength);
  const fields = describe(page, start).map((field) => {
    const { bytes } = field;
    return { ...field, at: bytes.length > 4 ? take(bytes.length) : undefined };
  });
  return { samples, start, directory, fields };
}

function writeDirectory(file: Uint8Array, { directory, fields }: PlacedPage, next: number): void {
  const view = new DataView(file.buffer);
  view.setUint16(directory, fields.length, true);
  let entry = directory + NUMBER_BYTES;
  for (const field of fields) {
    view.setUint16(entry, field.tag, true);
    view.setUint16(entry + 2, field.type, true);
    view.setUint32(entry + 4, field.count, true);
    if (field.at !== undefined) view.setUint32(entry + 8, field.at, true);
    file.set(field.bytes, field.at ?? entry + 8);
    entry += ENTRY_BYTES;
  }
  view.setUint32(entry, next, true);
}

/** The directory's fields, in ascending order of their tags as TIFF 6.0 section 2 demands. */
function describe(picture: TiffPicture, start: number): Field[] {
  const { width, height, samples, count, photometric, shorts = {}, profile } = picture;
  const short = (tag: number, ...values: number[]): Field => {
    return { tag, type: SHORT, count: values.length, bytes: bytesOf(Uint16Array.from(values)) };
  };
  const long = (tag: number, value: number): Field => {
    return { tag, type: LONG, count: 1, bytes: bytesOf(Uint32Array.of(value)) };
  };
  const fields = [
    long(TAG.width, width),
    long(TAG.height, height),
    short(TAG.bitsPerSample, ...Array<number>(count).fill(8 * samples.BYTES_PER_ELEMENT)),
    short(TAG.compression, 1),
    short(TAG.photometric, photometric),
    long(TAG.stripOffsets, start),
    short(TAG.samplesPerPixel, count),
    long(TAG.rowsPerStrip, height),
    long(TAG.stripByteCounts, samples.byteLength),
    ...Object.entries(shorts).map(([tag, values]) => short(Number(tag), ...values)),
  ];
  if (profile) {
    fields.push({ tag: TAG.profile, type: UNDEFINED, count: profile.length, bytes: profile });
  }
  return fields.sort((one, other) => one.tag - other.tag);
}

/** Every machine that Node runs on here is little-endian. */
function bytesOf({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
