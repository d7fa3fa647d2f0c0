/** The pages of a TIFF: its directories without smaller copies and masks. Refuses camera raw files by name. */
import type { Limits } from '../../core/limits.ts';
import { unsupportedDepth } from '../checks.ts';
import { hasText } from '../reader.ts';
import { readSubDirectories, readTiffDirectories } from './directory.ts';
import type { Directory } from './fields.ts';
import { isOddDirectory } from './oddities.ts';
import { TAG } from './tags.ts';

/** A page, with its place among all directories of the file. */
export interface TiffPage {
  readonly directory: Directory;
  readonly place: number;
  /** Whether libtiff may report a fault of any directory of the file, which libvips takes for one of the page. */
  isInOddFile(): boolean;
}

/** Bits of NewSubfileType. */
const SMALLER = 1;
const MASK = 4;

/**
 * All pages of the file, one or more. Throws `unsupported-depth` with the kind of a camera's raw file, whose first
 * page is at best a thumbnail, and the errors of `readTiffDirectories`.
 */
export function readTiffPages(bytes: Uint8Array, limits: Limits): readonly [TiffPage, ...TiffPage[]] {
  const directories = readTiffDirectories(bytes, limits);
  let odd: boolean | undefined;
  const isInOddFile = () => {
    odd ??= directories.some(isOddDirectory);
    return odd;
  };
  const all = directories.map((directory, place) => ({ directory, place, isInOddFile }));
  refuseRaw(bytes, all[0]?.directory as Directory, limits);
  const pages = all.filter(({ directory }) => isPage(directory));
  // A file without proper pages is read with the directories that it has.
  return (pages.length > 0 ? pages : all) as unknown as readonly [TiffPage, ...TiffPage[]];
}

function isPage(directory: Directory): boolean {
  const kind = directory.first(TAG.newSubfileType, 0);
  return (kind & (SMALLER | MASK)) === 0 && directory.first(TAG.subfileType, 0) !== 2;
}

/** Codes of sensor data: a colour filter array, or DNG's linear raw. */
const SENSOR = [32803, 34892];

function refuseRaw(bytes: Uint8Array, first: Directory, limits: Limits): void {
  // Canon writes `CR` and a 2 after the header.
  if (hasText(bytes, 8, 'CR\x02')) throw unsupportedDepth('Canon CR2 files cannot be read');
  if (first.has(TAG.dngVersion)) throw unsupportedDepth('DNG files cannot be read');
  const below = readSubDirectories(bytes, first, TAG.subDirectories, limits);
  if (below.some((directory) => SENSOR.includes(directory.first(TAG.photometric, 0)))) {
    throw unsupportedDepth("A camera's raw file cannot be read: its first page is a thumbnail");
  }
}
