/** Strips and tiles: where the data of a page lies, checked against the file before any of it is read. */
import { NoirError } from '../../core/errors.ts';
import type { Extent } from '../../core/image.ts';
import type { Limits } from '../../core/limits.ts';
import { corrupt, truncated } from '../checks.ts';
import type { Directory } from './fields.ts';
import { COMPRESSION, TAG } from './tags.ts';

/** Most strips or tiles: 268 megapixels in the smallest tiles, of 16x16 (TIFF 6.0 section 15). */
const MOST_PARTS = 2 ** 20;

/**
 * The strips or tiles of a page, in rows from the top, one set of them for each plane. Those that a file lists beyond
 * these are left out.
 */
export interface Parts extends Extent {
  readonly kind: 'strips' | 'tiles';
  /** How many lie side by side, and below each other. */
  readonly across: number;
  readonly down: number;
  readonly offsets: readonly number[];
  readonly counts: readonly number[];
  /** Whether tiles are listed in the tags that are for strips, as old writers had it. */
  readonly misplaced: boolean;
  /** Whether some counts are not those of the file, which has none, 0, or more than the part can hold. */
  readonly estimated: boolean;
  /** Whether the file leaves out some parts, whose samples are 0. */
  readonly sparse: boolean;
}

type Grid = Pick<Parts, 'kind' | 'width' | 'height' | 'across' | 'down'>;

/** The properties of a page's samples that decide the size of a part. */
export interface Packing extends Extent {
  /** Samples of a pixel. */
  readonly count: number;
  readonly bits: number;
  /** Whether each band has parts of its own. */
  readonly planes: boolean;
  readonly compression: number;
  /** Columns and rows that share their chroma: 1 and 1 for all but YCbCr. */
  readonly shared: readonly [columns: number, rows: number];
}

/** Throws `corrupt-image` or `truncated-image` for parts that do not lie in the file or do not hold the page. */
export function readTiffParts(
  directory: Directory,
  packing: Packing,
  fileBytes: number,
  limits: Limits,
): Parts {
  const tiled = directory.has(TAG.tileWidth);
  const misplaced = tiled && !directory.has(TAG.tileOffsets);
  const inTiles = tiled && !misplaced;
  const places = inTiles ? TAG.tileOffsets : TAG.stripOffsets;
  const byteCounts = inTiles && directory.has(TAG.tileByteCounts) ? TAG.tileByteCounts : TAG.stripByteCounts;
  const [listed, counted] = [directory.count(places, MOST_PARTS), directory.count(byteCounts, MOST_PARTS)];
  if (listed === 0 || (counted > 0 && counted !== listed)) {
    throw corrupt('The picture does not say where its data lies');
  }
  const grid = gridOf(tiled ? 'tiles' : 'strips', directory, packing, limits);
  const needed = grid.across * grid.down * (packing.planes ? packing.count : 1);
  if (listed < needed) throw truncated('The picture has too few strips or tiles');
  // A file may list many more, and many pages the same ones: all of them would take hours to unpack.
  const offsets = directory.all(places, MOST_PARTS, needed);
  const told = directory.all(byteCounts, MOST_PARTS, needed);
  const counts = countsOf({ ...grid, offsets }, told, packing, fileBytes);
  const parts: Parts = {
    ...grid,
    ...{ offsets, counts, misplaced },
    estimated: counts.some((count, index) => count !== told[index]),
    sparse: offsets.some((offset, index) => isLeftOut(offset, told[index])),
  };
  checkParts(parts, packing, fileBytes, limits);
  return parts;
}

function gridOf(kind: Parts['kind'], directory: Directory, packing: Packing, limits: Limits): Grid {
  const extent = kind === 'tiles' ? tileExtent(directory, limits) : stripExtent(directory, packing);
  const [across, down] = [packing.width / extent.width, packing.height / extent.height];
  return { ...extent, kind, across: Math.ceil(across), down: Math.ceil(down) };
}

/** GDAL leaves out strips and tiles that are all 0, and gives them no place and no bytes. */
function isLeftOut(offset: number, count: number | undefined): boolean {
  return offset === 0 && count === 0;
}

/**
 * Bytes of each part. Some writers leave out the counts, or write 0 or too much: such a part has as many bytes as it
 * needs, or, where it is compressed, all bytes up to the next part.
 */
function countsOf(
  grid: Grid & Pick<Parts, 'offsets'>,
  told: readonly number[],
  packing: Packing,
  fileBytes: number,
): readonly number[] {
  const { offsets } = grid;
  const plain = packing.compression === COMPRESSION.none;
  const isOdd = (index: number) => !told[index] && !isLeftOut(offsets[index] as number, told[index]);
  const sorted = offsets.some((_, index) => isOdd(index)) ? [...offsets].sort((a, b) => a - b) : [];
  return offsets.map((offset, index) => {
    const count = told[index] ?? 0;
    if (plain && count > 0) return Math.min(count, partBytes(grid, grid.height, packing));
    if (!isOdd(index)) return count;
    if (plain) return leastBytes(grid, packing, index);
    return Math.max(0, nextAfter(sorted, offset, fileBytes) - offset);
  });
}

/** The first of the sorted offsets that is greater, found by halving; `end` where none is. */
function nextAfter(sorted: readonly number[], offset: number, end: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] as number) > offset) high = middle;
    else low = middle + 1;
  }
  return sorted[low] ?? end;
}

/** Bytes of so many rows of a part once they are unpacked: each begins at a byte. */
export function partBytes({ width }: Extent, rows: number, packing: Packing, band = 0): number {
  const { count, bits, planes, shared } = packing;
  const [columns, lines] = shared;
  if (planes && band > 0) return Math.ceil((Math.ceil(width / columns) * bits) / 8) * Math.ceil(rows / lines);
  if (columns * lines > 1 && !planes) {
    const block = columns * lines + 2;
    return (Math.ceil(width / columns) * Math.ceil(rows / lines) * block * bits) / 8;
  }
  return Math.ceil((width * (planes ? 1 : count) * bits) / 8) * rows;
}

function stripExtent(directory: Directory, { width, height }: Extent): Extent {
  const rows = directory.first(TAG.rowsPerStrip, height);
  return { width, height: rows < 1 ? height : Math.min(rows, height) };
}

/** Decoders allocate whole tiles, so one tile is held to the limits of a picture. */
function tileExtent(directory: Directory, limits: Limits): Extent {
  const [width, height] = [directory.first(TAG.tileWidth, 0), directory.first(TAG.tileLength, 0)];
  if (width < 1 || height < 1 || width * height > limits.pixels) {
    throw corrupt(`The picture has tiles of ${width}x${height} pixels`);
  }
  return { width, height };
}

function checkParts(parts: Parts, packing: Packing, fileBytes: number, limits: Limits): void {
  const { offsets, counts } = parts;
  for (const [index, offset] of offsets.entries()) {
    if (offset + (counts[index] ?? 0) > fileBytes)
      throw corrupt('The data of the picture lies beyond its end');
  }
  const whole = partBytes(parts, parts.height, packing);
  if (whole > limits.imageBytes) {
    const message = `The picture has strips or tiles of over ${limits.imageBytes} bytes`;
    throw new NoirError('memory-limit', message, { limit: limits.imageBytes, actual: whole });
  }
  if (packing.compression !== COMPRESSION.none) return;
  const isShort = counts.some(
    (count, index) => (count > 0 || offsets[index] !== 0) && count < leastBytes(parts, packing, index),
  );
  if (isShort) throw truncated('The picture has too little data');
}

/** Least bytes of an uncompressed part: the last strips of a plane may end with the picture. */
function leastBytes(parts: Grid, packing: Packing, index: number): number {
  const band = packing.planes ? Math.floor(index / (parts.across * parts.down)) : 0;
  if (parts.kind === 'tiles') return partBytes(parts, parts.height, packing, band);
  const top = (index % parts.down) * parts.height;
  return partBytes(parts, Math.min(parts.height, packing.height - top), packing, band);
}
