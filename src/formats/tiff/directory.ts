import type { Limits } from '../../core/limits.ts';
import { checkCount, corrupt } from '../checks.ts';
import { Reader } from '../reader.ts';

/** Bytes of one value by field type (TIFF 6.0 section 2; 16 is BigTIFF's LONG8). */
const TYPE_BYTES: Readonly<Record<number, number>> = { 1: 1, 3: 2, 4: 4, 16: 8 };

/** How wide counts and offsets are: 4 bytes in TIFF, 8 in BigTIFF. */
interface Layout {
  readonly reader: Reader;
  readonly big: boolean;
  /** Offset of the first directory. */
  readonly first: number;
}

/** The fields of a page by tag. */
export interface Directory {
  has(tag: number): boolean;
  /** All unsigned integers of a field, none where the page lacks it; `corrupt-image` for over `most`. */
  all(tag: number, most: number): readonly number[];
  /** The first integer of a field, or `fallback` where the page lacks it. */
  first(tag: number, fallback: number): number;
  /** A field of bytes; undefined where the page lacks it, or it is of another type or leaves the file. */
  bytes(tag: number): Uint8Array | undefined;
}

/**
 * The first directory of a TIFF or BigTIFF. Throws `corrupt-image` where directories form a loop, and
 * `frame-limit` where there are too many.
 */
export function readTiffDirectory(bytes: Uint8Array, limits: Limits): Directory {
  const layout = readLayout(bytes);
  const seen = new Set<number>();
  for (let at = layout.first; at !== 0; at = nextDirectory(layout, at)) {
    if (seen.has(at)) throw corrupt('The pages of the picture form a loop');
    checkCount('frame-limit', seen.add(at).size, limits);
  }
  if (seen.size === 0) throw corrupt('The picture has no pages');
  return readEntries(layout);
}

function readLayout(bytes: Uint8Array): Layout {
  const reader = new Reader(bytes, bytes[0] === 0x49 ? 'little' : 'big');
  if (reader.u16(2) === 42) return { reader, big: false, first: reader.u32(4) };
  // BigTIFF: the width of offsets, always 8, and a zero come first.
  if (reader.u16(4) !== 8 || reader.u16(6) !== 0) throw corrupt('The picture has an unknown layout');
  return { reader, big: true, first: reader.u64(8) };
}

function entryRange({ reader, big }: Layout, at: number): { start: number; end: number; step: number } {
  const count = big ? reader.u64(at) : reader.u16(at);
  const [start, step] = big ? [at + 8, 20] : [at + 2, 12];
  reader.need(start, count * step);
  return { start, end: start + count * step, step };
}

function nextDirectory(layout: Layout, at: number): number {
  const { end } = entryRange(layout, at);
  return layout.big ? layout.reader.u64(end) : layout.reader.u32(end);
}

function readEntries(layout: Layout): Directory {
  const { reader, big, first } = layout;
  const { start, end, step } = entryRange(layout, first);
  const entries = new Map<number, number>();
  for (let at = start; at < end; at += step) entries.set(reader.u16(at), at);
  const values = (tag: number, most: number, needed: number) => {
    const entry = entries.get(tag);
    return entry === undefined ? [] : readValues(reader, big, entry, most, needed);
  };
  return {
    has: (tag) => entries.has(tag),
    all: (tag, most) => values(tag, most, most),
    first: (tag, fallback) => values(tag, Number.POSITIVE_INFINITY, 1)[0] ?? fallback,
    bytes: (tag) => {
      const entry = entries.get(tag);
      return entry === undefined ? undefined : readBytes(reader, big, entry);
    },
  };
}

/** Values up to 4 (or 8) bytes stand in the entry itself, longer ones where it points to. */
function readValues(reader: Reader, big: boolean, entry: number, most: number, needed: number): number[] {
  const size = TYPE_BYTES[reader.u16(entry + 2)];
  if (!size) throw corrupt('A field of the picture has an unexpected type');
  const count = big ? reader.u64(entry + 4) : reader.u32(entry + 4);
  if (count > most) throw corrupt('A field of the picture has too many values');
  const [field, inline] = big ? [entry + 12, 8] : [entry + 8, 4];
  const at = count * size <= inline ? field : big ? reader.u64(field) : reader.u32(field);
  reader.need(at, count * size);
  const length = Math.min(count, needed);
  return Array.from({ length }, (_, index) => readValue(reader, size, at + index * size));
}

/** Types of single bytes: BYTE and UNDEFINED. */
const BYTES = [1, 7];

function readBytes(reader: Reader, big: boolean, entry: number): Uint8Array | undefined {
  const length = big ? reader.u64(entry + 4) : reader.u32(entry + 4);
  const at = big ? reader.u64(entry + 12) : reader.u32(entry + 8);
  // So few bytes would stand in the entry itself; nobody asks for them.
  const within = length > 8 && at + length <= reader.length;
  return within && BYTES.includes(reader.u16(entry + 2)) ? reader.bytes.subarray(at, at + length) : undefined;
}

function readValue(reader: Reader, size: number, at: number): number {
  if (size === 1) return reader.u8(at);
  if (size === 2) return reader.u16(at);
  return size === 4 ? reader.u32(at) : reader.u64(at);
}
