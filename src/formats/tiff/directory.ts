/** Walks the directories of a TIFF or BigTIFF, each once, up to the limit. */
import { isNoirError } from '../../core/errors.ts';
import type { Limits } from '../../core/limits.ts';
import { checkCount, corrupt } from '../checks.ts';
import { Reader } from '../reader.ts';
import { type Directory, directoryOf, entryBytes, type Width } from './fields.ts';
import { TAG } from './tags.ts';

/** The order of bytes in a number: `II` is little-endian. */
export function isLittleEndian(bytes: Uint8Array): boolean {
  return bytes[0] === 0x49;
}

/**
 * The main chain of directories, in order. Each is a page, a smaller copy of one, or a mask. Throws `corrupt-image`
 * when they form a loop or there are none, and `frame-limit` or `segment-limit` when there are too many directories,
 * or too many fields in one.
 */
export function readTiffDirectories(bytes: Uint8Array, limits: Limits): readonly Directory[] {
  const { width, first } = readStart(bytes);
  const seen = new Set<number>();
  const directories: Directory[] = [];
  let total = 0;
  for (let at = first; at !== 0; at = nextDirectory(width, at)) {
    if (seen.has(at)) throw corrupt('The pages of the picture form a loop');
    checkCount('frame-limit', seen.add(at).size, limits);
    // Many long directories in one place would take longer to read than the file is long.
    const { start, end } = entryRange(width, at);
    total += end - start;
    if (total > bytes.length) throw corrupt('The directories of the picture overlap');
    directories.push(lazily(() => readDirectory(width, at, limits)));
  }
  if (directories.length === 0) throw corrupt('The picture has no pages');
  return directories;
}

/** Most directories that are looked at below one of a chain: raw files have up to five. */
const MOST_BELOW = 16;

/**
 * The first directories that a field lists, such as the full-size picture below a thumbnail. Empty when the field
 * makes no sense, because that spoils no picture.
 */
export function readSubDirectories(
  bytes: Uint8Array,
  directory: Directory,
  tag: number,
  limits: Limits,
): readonly Directory[] {
  const { width } = readStart(bytes);
  try {
    const offsets = directory.all(tag, limits.frames).slice(0, MOST_BELOW);
    return offsets.map((at) => readDirectory(width, at, limits));
  } catch (error) {
    if (isNoirError(error)) return [];
    throw error;
  }
}

function readStart(bytes: Uint8Array): { width: Width; first: number } {
  const reader = new Reader(bytes, isLittleEndian(bytes) ? 'little' : 'big');
  if (reader.u16(2) === 42) return { width: { reader, big: false }, first: reader.u32(4) };
  // BigTIFF: the width of offsets, always 8, and a zero come first.
  if (reader.u16(4) !== 8 || reader.u16(6) !== 0) throw corrupt('The picture has an unknown layout');
  return { width: { reader, big: true }, first: reader.u64(8) };
}

function entryRange({ reader, big }: Width, at: number): { start: number; end: number; step: number } {
  const count = big ? reader.u64(at) : reader.u16(at);
  const [start, step] = [at + (big ? 8 : 2), entryBytes({ reader, big })];
  reader.need(start, count * step);
  return { start, end: start + count * step, step };
}

function nextDirectory(width: Width, at: number): number {
  const { end } = entryRange(width, at);
  // Some writers leave out the offset behind the last directory, and a cut file lacks the rest of it.
  if (end + (width.big ? 8 : 4) > width.reader.length) return 0;
  return width.big ? width.reader.u64(end) : width.reader.u32(end);
}

function readDirectory(width: Width, at: number, limits: Limits): Directory {
  const { start, end, step } = entryRange(width, at);
  checkCount('segment-limit', (end - start) / step, limits);
  const entries = new Map<number, number>();
  let [disorderly, last] = [false, LOWEST_TAG - 1];
  for (let entry = start; entry < end; entry += step) {
    const tag = width.reader.u16(entry);
    if (tag <= last || !isUsual(tag, width.reader.u16(entry + 2))) disorderly = true;
    last = tag;
    // Of two fields with one tag the first counts, as in libtiff.
    if (!entries.has(tag)) entries.set(tag, entry);
  }
  return directoryOf(width, entries, disorderly);
}

const SHORT = 3;

/** SHORT, LONG, and BigTIFF's LONG8. */
const WHOLE: readonly number[] = [SHORT, 4, 16];

/** Fields that decide pixels, with the types that the standard has for them. Of others libtiff may ignore them. */
const USUAL: Readonly<Record<number, readonly number[]>> = {
  ...allOf(WHOLE, [TAG.width, TAG.height, TAG.rowsPerStrip, TAG.tileWidth, TAG.tileLength]),
  ...allOf(WHOLE, [TAG.stripOffsets, TAG.stripByteCounts, TAG.tileOffsets, TAG.tileByteCounts]),
  ...allOf(
    [SHORT],
    [TAG.bitsPerSample, TAG.compression, TAG.photometric, TAG.fillOrder, TAG.samplesPerPixel],
  ),
  ...allOf([SHORT], [TAG.planarConfiguration, TAG.predictor, TAG.colorMap, TAG.extraSamples]),
  ...allOf([SHORT], [TAG.sampleFormat]),
};

function allOf(types: readonly number[], tags: readonly number[]) {
  return Object.fromEntries(tags.map((tag) => [tag, types]));
}

function isUsual(tag: number, type: number): boolean {
  return USUAL[tag]?.includes(type) ?? true;
}

/** NewSubfileType. Lower numbers are tags of EXIF's directories, or filling. */
const LOWEST_TAG = 254;

/** A directory that reads its entries when the first of them is needed. */
function lazily(read: () => Directory): Directory {
  let directory: Directory | undefined;
  const found = () => {
    directory ??= read();
    return directory;
  };
  return {
    has: (tag) => found().has(tag),
    count: (...asked) => found().count(...asked),
    all: (...asked) => found().all(...asked),
    first: (...asked) => found().first(...asked),
    fractions: (...asked) => found().fractions(...asked),
    bytes: (tag) => found().bytes(tag),
    entry: (tag) => found().entry(tag),
    get disorderly() {
      return found().disorderly;
    },
  };
}
