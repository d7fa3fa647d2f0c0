import type { Limits } from '../../core/limits.ts';
import { corrupt, truncated } from '../checks.ts';
import type { Directory } from './directory.ts';

/** Tags of TIFF 6.0 (sections 8, 15, 19). */
export const TAG = {
  width: 256,
  height: 257,
  bitsPerSample: 258,
  compression: 259,
  photometric: 262,
  stripOffsets: 273,
  orientation: 274,
  samplesPerPixel: 277,
  rowsPerStrip: 278,
  stripByteCounts: 279,
  tileWidth: 322,
  tileLength: 323,
  tileOffsets: 324,
  tileByteCounts: 325,
  sampleFormat: 339,
  /** ICC.1:2022 annex B.3. */
  profile: 34675,
} as const;

/** Value of Compression for samples as they are. */
const UNCOMPRESSED = 1;

/** Value of PhotometricInterpretation for luma and chroma, whose chroma may be subsampled. */
const YCBCR = 6;

/** Most strips or tiles: 268 megapixels in the smallest tiles, of 16x16 (TIFF 6.0 section 15). */
const MOST_PARTS = 2 ** 20;

/**
 * Checks that strips or tiles lie within the file and, where they are not compressed, hold the whole
 * picture. Throws `corrupt-image` or `truncated-image`.
 */
export function checkTiffData(fileBytes: number, directory: Directory, limits: Limits): void {
  const tiled = directory.has(TAG.tileWidth);
  const offsets = directory.all(tiled ? TAG.tileOffsets : TAG.stripOffsets, MOST_PARTS);
  const counts = directory.all(tiled ? TAG.tileByteCounts : TAG.stripByteCounts, MOST_PARTS);
  if (offsets.length === 0 || counts.length !== offsets.length) {
    throw corrupt('The picture does not say where its data lies');
  }
  let total = 0;
  for (const [index, offset] of offsets.entries()) {
    const count = counts[index] ?? 0;
    if (offset + count > fileBytes) throw corrupt('The data of the picture lies behind its end');
    total += count;
  }
  if (tiled) checkTile(directory.first(TAG.tileWidth, 0), directory.first(TAG.tileLength, 0), limits);
  if (total < leastBytes(directory)) throw truncated('The picture has too little data');
}

function leastBytes(directory: Directory): number {
  const packed = directory.first(TAG.compression, UNCOMPRESSED) !== UNCOMPRESSED;
  if (packed || directory.first(TAG.photometric, 1) === YCBCR) return 1;
  const rowBits =
    directory.first(TAG.width, 0) *
    directory.first(TAG.samplesPerPixel, 1) *
    directory.first(TAG.bitsPerSample, 1);
  return Math.ceil(rowBits / 8) * directory.first(TAG.height, 0);
}

/** Decoders allocate whole tiles, so one tile is held to the limits of a picture. */
function checkTile(width: number, height: number, limits: Limits): void {
  if (width < 1 || height < 1 || width * height > limits.pixels) {
    throw corrupt(`The picture has tiles of ${width}x${height} pixels`);
  }
}
