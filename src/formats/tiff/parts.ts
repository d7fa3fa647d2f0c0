/** Strips and tiles: where the data of a page lies, checked against the file before any of it is read. */
import { NoirError } from '../../core/errors.ts';
import type { Extent } from '../../core/image.ts';
import type { Limits } from '../../core/limits.ts';
import { corrupt, truncated } from '../checks.ts';
import type { Directory } from './fields.ts';
import { COMPRESSION, TAG } from './tags.ts';

/** Most strips or tiles: 268 megapixels in the smallest tiles, of 16x16 (TIFF 6.0 section 15). */
const MOST_PARTS = 2 ** 20;

/** The strips or tiles of a page, in rows from the top, one set of them for each plane. */
export interface Parts extends Extent {
  readonly kind: 'strips' | 'tiles';
  /** How many lie side by side, and below each other. */
  readonly across: number;
  readonly down: number;
  readonly offsets: readonly number[];
  readonly counts: readonly number[];
  /** Whether tiles are listed in the tags that are for strips, as old writers had it. */
  readonly misplaced: boolean;
}

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
  const offsets = directory.all(inTiles ? TAG.tileOffsets : TAG.stripOffsets, MOST_PARTS);
  const byteCounts = inTiles && directory.has(TAG.tileByteCounts) ? TAG.tileByteCounts : TAG.stripByteCounts;
  const counts = directory.all(byteCounts, MOST_PARTS);
  if (offsets.length === 0 || counts.length !== offsets.length) {
    throw corrupt('The picture does not say where its data lies');
  }
  const extent = tiled ? tileExtent(directory, limits) : stripExtent(directory, packing);
  const parts: Parts = {
    ...extent,
    kind: tiled ? 'tiles' : 'strips',
    across: Math.ceil(packing.width / extent.width),
    down: Math.ceil(packing.height / extent.height),
    ...{ offsets, counts, misplaced },
  };
  checkParts(parts, packing, fileBytes, limits);
  return parts;
}

/** Bytes of so many rows of a part once they are unpacked: each begins at a byte. */
export function partBytes({ width }: Extent, rows: number, packing: Packing): number {
  const { count, bits, planes, shared } = packing;
  const [columns, lines] = shared;
  if (columns * lines > 1) {
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
  const { offsets, counts, across, down } = parts;
  for (const [index, offset] of offsets.entries()) {
    if (offset + (counts[index] ?? 0) > fileBytes)
      throw corrupt('The data of the picture lies beyond its end');
  }
  const needed = across * down * (packing.planes ? packing.count : 1);
  if (offsets.length < needed) throw truncated('The picture has too few strips or tiles');
  const whole = partBytes(parts, parts.height, packing);
  if (whole > limits.imageBytes) {
    const message = `The picture has strips or tiles of over ${limits.imageBytes} bytes`;
    throw new NoirError('memory-limit', message, { limit: limits.imageBytes, actual: whole });
  }
  if (packing.compression !== COMPRESSION.none) return;
  const isShort = counts.slice(0, needed).some((count, index) => count < leastBytes(parts, packing, index));
  if (isShort) throw truncated('The picture has too little data');
}

/** Least bytes of an uncompressed part: the last strips of a plane may end with the picture. */
function leastBytes(parts: Parts, packing: Packing, index: number): number {
  if (parts.kind === 'tiles') return partBytes(parts, parts.height, packing);
  const top = (index % parts.down) * parts.height;
  return partBytes(parts, Math.min(parts.height, packing.height - top), packing);
}
