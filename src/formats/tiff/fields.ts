/** The fields of one directory of a TIFF, read lazily and bounded by the file. */
import { corrupt } from '../checks.ts';
import type { Reader } from '../reader.ts';

/** Bytes of an integer by field type (TIFF 6.0 section 2; BigTIFF has 16 to 18): BYTE, SHORT, LONG, IFD and signed. */
const INTEGER_BYTES: Readonly<Record<number, number>> = {
  ...{ 1: 1, 3: 2, 4: 4, 6: 1, 8: 2, 9: 4, 13: 4 },
  ...{ 16: 8, 17: 8, 18: 8 },
};

/** Signed integers, which matter here only where they are negative: then they are no offset, and no size. */
const SIGNED = [6, 8, 9, 17];

const RATIONAL = 5;

/** Types of single bytes: BYTE and UNDEFINED. */
const BYTES = [1, 7];

/** How wide counts and offsets are: 4 bytes in TIFF, 8 in BigTIFF. */
export interface Width {
  readonly reader: Reader;
  readonly big: boolean;
}

/** The fields of a directory by tag. Each method throws `corrupt-image` or `truncated-image` for a field that lies. */
export interface Directory {
  has(tag: number): boolean;
  /** How many integers a field has, 0 where the directory lacks it; `corrupt-image` for over `most`. */
  count(tag: number, most: number): number;
  /**
   * The integers of a field, none where the directory lacks it; `corrupt-image` for over `most`, or below 0. With `needed`,
   * only so many of them, from the first on.
   */
  all(tag: number, most: number, needed?: number): readonly number[];
  /** The first integer of a field, or `fallback` where the directory lacks it. */
  first(tag: number, fallback: number): number;
  /** The fractions of a field; undefined where the directory lacks it, has another number of them, or a 0 below. */
  fractions(tag: number, count: number): readonly number[] | undefined;
  /** A field of bytes; undefined where the directory lacks it, or it is of another type or leaves the file. */
  bytes(tag: number): Uint8Array | undefined;
  /** A field's entry as it is stored, 12 or 20 bytes; undefined where the directory lacks it. */
  entry(tag: number): Uint8Array | undefined;
  /** Whether libtiff finds fault with the entries: tags out of order or twice, below those of TIFF, or of odd types. */
  readonly disorderly: boolean;
}

/** The directory with its entries at these offsets, by tag. */
export function directoryOf(
  width: Width,
  entries: ReadonlyMap<number, number>,
  disorderly: boolean,
): Directory {
  const values = (tag: number, most: number, needed: number) => {
    const entry = entries.get(tag);
    return entry === undefined ? [] : readIntegers(width, entry, most, needed);
  };
  return {
    has: (tag) => entries.has(tag),
    count(tag, most) {
      const entry = entries.get(tag);
      return entry === undefined ? 0 : findIntegers(width, entry, most).count;
    },
    all: (tag, most, needed = most) => values(tag, most, needed),
    first: (tag, fallback) => values(tag, Number.POSITIVE_INFINITY, 1)[0] ?? fallback,
    fractions(tag, count) {
      const entry = entries.get(tag);
      return entry === undefined ? undefined : readFractions(width, entry, count);
    },
    bytes(tag) {
      const entry = entries.get(tag);
      return entry === undefined ? undefined : readBytes(width, entry);
    },
    entry(tag) {
      const at = entries.get(tag);
      return at === undefined ? undefined : width.reader.bytes.subarray(at, at + entryBytes(width));
    },
    disorderly,
  };
}

/** Bytes of an entry. */
export function entryBytes({ big }: Width): number {
  return big ? 20 : 12;
}

/**
 * Place of an entry's values. Up to 4 (or 8) bytes stand in the entry itself; longer values stand at the offset in
 * it.
 */
function valuesOf({ reader, big }: Width, entry: number, size: number): { count: number; at: number } {
  const count = big ? reader.u64(entry + 4) : reader.u32(entry + 4);
  const [field, inline] = big ? [entry + 12, 8] : [entry + 8, 4];
  const at = count * size <= inline ? field : big ? reader.u64(field) : reader.u32(field);
  return { count, at };
}

/** The type, size, number and place of a field's integers. */
function findIntegers(width: Width, entry: number, most: number) {
  const { reader } = width;
  const type = reader.u16(entry + 2);
  const size = INTEGER_BYTES[type];
  if (!size) throw corrupt('A field of the picture has an unexpected type');
  const { count, at } = valuesOf(width, entry, size);
  if (count > most) throw corrupt('A field of the picture has too many values');
  reader.need(at, count * size);
  return { type, size, count, at };
}

function readIntegers(width: Width, entry: number, most: number, needed: number): number[] {
  const { reader } = width;
  const { type, size, count, at } = findIntegers(width, entry, most);
  return Array.from({ length: Math.min(count, needed) }, (_, index) => {
    const value = readInteger(reader, size, at + index * size);
    if (SIGNED.includes(type) && value >= 2 ** (8 * size - 1)) {
      throw corrupt('A field of the picture has a negative value');
    }
    return value;
  });
}

function readInteger(reader: Reader, size: number, at: number): number {
  if (size === 1) return reader.u8(at);
  if (size === 2) return reader.u16(at);
  return size === 4 ? reader.u32(at) : reader.u64(at);
}

function readFractions(width: Width, entry: number, wanted: number): number[] | undefined {
  const { reader } = width;
  if (reader.u16(entry + 2) !== RATIONAL) return undefined;
  const { count, at } = valuesOf(width, entry, 8);
  if (count !== wanted) return undefined;
  reader.need(at, count * 8);
  const fractions = Array.from(
    { length: count },
    (_, index) => reader.u32(at + index * 8) / reader.u32(at + index * 8 + 4),
  );
  return fractions.every(Number.isFinite) ? fractions : undefined;
}

function readBytes(width: Width, entry: number): Uint8Array | undefined {
  const { reader } = width;
  const { count, at } = valuesOf(width, entry, 1);
  const within = at + count <= reader.length;
  return within && BYTES.includes(reader.u16(entry + 2)) ? reader.bytes.subarray(at, at + count) : undefined;
}
