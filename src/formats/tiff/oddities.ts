/**
 * Finds directories that libtiff reports as faulty. libvips looks at every directory of a file, whichever page it reads,
 * and refuses the file for such a report, even if the field decides no pixel.
 */
import { isNoirError } from '../../core/errors.ts';
import type { Directory } from './fields.ts';
import { COMPRESSION, TAG } from './tags.ts';

/** Values that libtiff takes for a field (`_TIFFVSetField` of tif_dir.c). It calls others bad values. */
const RANGES: Readonly<Record<number, readonly [least: number, most: number]>> = {
  [TAG.fillOrder]: [1, 2],
  [TAG.orientation]: [1, 8],
  [TAG.rowsPerStrip]: [1, Number.POSITIVE_INFINITY],
  [TAG.planarConfiguration]: [1, 2],
  [TAG.resolutionUnit]: [1, 3],
  [TAG.sampleFormat]: [1, 6],
};

const RANGED = Object.keys(RANGES).map(Number);

/** Whether libtiff takes the value of a field, or the directory lacks it. */
export function hasTakenValue(directory: Directory, tag: number): boolean {
  const range = RANGES[tag];
  if (!range) return true;
  const [least, most] = range;
  const value = directory.first(tag, least);
  return value >= least && value <= most;
}

/** Compressions that libvips' libtiff may lack. It reports a directory that names one. */
const OFTEN: readonly number[] = [
  ...[COMPRESSION.none, COMPRESSION.lzw, COMPRESSION.jpeg, COMPRESSION.deflate],
  ...[COMPRESSION.packbits, COMPRESSION.adobeDeflate, 2, 3, 4],
];

/** Whether libtiff may report a fault of the directory, apart from its data. */
export function isOddDirectory(directory: Directory): boolean {
  try {
    return (
      directory.disorderly || !isComplete(directory) || !RANGED.every((tag) => hasTakenValue(directory, tag))
    );
  } catch (error) {
    if (isNoirError(error)) return true;
    throw error;
  }
}

function isComplete(directory: Directory): boolean {
  const sides = [directory.first(TAG.width, 0), directory.first(TAG.height, 0)];
  const samples = directory.first(TAG.samplesPerPixel, 1);
  if (directory.first(TAG.numberOfInks, samples) !== samples) return false;
  const hasPlaces = directory.has(TAG.stripOffsets) || directory.has(TAG.tileOffsets);
  return (
    Math.min(...sides) > 0 && hasPlaces && OFTEN.includes(directory.first(TAG.compression, COMPRESSION.none))
  );
}
