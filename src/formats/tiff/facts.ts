/** Reads the metadata in the directory of a TIFF's page: resolution, profile, EXIF. */
import type { Limits } from '../../core/limits.ts';
import { densityOf } from '../density.ts';
import type { Facts } from '../facts.ts';
import { profileName } from '../icc/description.ts';
import type { Reading } from '../input.ts';
import { readTiffPicture } from './picture.ts';
import { TAG } from './tags.ts';

/** EXIF 2.32 section 4.6.3. */
const EXIF_DIRECTORY = 34665;

export function readTiffFacts(bytes: Uint8Array, limits: Limits, reading: Reading): Facts {
  const { directory, model } = readTiffPicture(bytes, limits, reading);
  const profile = directory.bytes(TAG.profile);
  return {
    density: densityOf(directory)?.across,
    hasProfile: directory.has(TAG.profile),
    profileName: profile && profileName(profile),
    hasExif: directory.has(EXIF_DIRECTORY),
    isCmyk: model === 'cmyk',
  };
}
