/** The metadata of a file: resolution, profile, EXIF. Nothing here changes a pixel. */
import { isNoirError } from '../core/errors.ts';
import type { Limits } from '../core/limits.ts';
import { readTiffDirectories } from './tiff/directory.ts';
import type { Directory } from './tiff/fields.ts';

export interface Facts {
  /** Pixels per inch; absent where the file names no unit. */
  readonly density?: number | undefined;
  /** Whether it holds an ICC profile. */
  readonly hasProfile: boolean;
  /** The name of the ICC profile, such as `Display P3`; absent where it has none that can be read. */
  readonly profileName?: string | undefined;
  /** Whether it holds EXIF. */
  readonly hasExif: boolean;
  /** Whether its samples are inks. */
  readonly isCmyk?: boolean;
}

/** Tags of TIFF 6.0 section 8. */
const X_RESOLUTION = 282;
const RESOLUTION_UNIT = 296;

/** Centimetres of an inch. */
export const INCH = 2.54;

/** The horizontal resolution of a TIFF's page, in pixels per inch. Undefined when it has none, or no unit. */
export function densityOf(directory: Directory): number | undefined {
  const [resolution] = directory.fractions(X_RESOLUTION, 1) ?? [];
  // 2 is the inch, which is the default, and 3 the centimetre.
  const factor = { 2: 1, 3: INCH }[directory.first(RESOLUTION_UNIT, 2)];
  return resolution && factor && resolution * factor;
}

/** As `densityOf`, for an EXIF block without its prefix. Never throws: bad metadata spoils no picture. */
export function exifDensity(block: Uint8Array, limits: Limits): number | undefined {
  try {
    const [directory] = readTiffDirectories(block, limits);
    return directory && densityOf(directory);
  } catch (error) {
    if (isNoirError(error)) return undefined;
    throw error;
  }
}
