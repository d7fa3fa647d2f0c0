/** Reads the metadata in the chunks of a WebP: resolution, profile, EXIF. */
import type { Limits } from '../../core/limits.ts';
import { exifDensity } from '../density.ts';
import type { Facts } from '../facts.ts';
import { profileName } from '../icc/description.ts';
import { readWebpBlocks } from './metadata.ts';

export function readWebpFacts(bytes: Uint8Array, limits: Limits): Facts {
  const { icc, exif } = readWebpBlocks(bytes, limits);
  return {
    density: exif && exifDensity(exif, limits)?.across,
    hasProfile: icc !== undefined,
    profileName: icc && profileName(icc),
    hasExif: exif !== undefined,
  };
}
