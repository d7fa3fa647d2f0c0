/** Reads the metadata in the chunks of a PNG: resolution, profile, EXIF. */
import type { Limits } from '../../core/limits.ts';
import { exifDensity, physDensity } from '../density.ts';
import type { Facts } from '../facts.ts';
import { profileName } from '../icc/description.ts';
import { pngChunks } from './chunks.ts';
import { inflateIccp } from './profile.ts';

export function readPngFacts(bytes: Uint8Array, limits: Limits): Facts {
  // The header was read, so a chunk that the file does not hold was allowed.
  const chunks = [...pngChunks(bytes, limits, true)];
  // Of several chunks of a type the first counts.
  const find = (wanted: string) => chunks.find(({ type }) => type === wanted)?.data;
  const [iccp, physical, exif] = [find('iCCP'), find('pHYs'), find('eXIf')];
  const profile = iccp && inflateIccp(iccp);
  const density = (physical && physDensity(physical)) ?? (exif && exifDensity(exif, limits));
  return {
    density: density?.across,
    hasProfile: iccp !== undefined,
    profileName: profile instanceof Uint8Array ? profileName(profile) : undefined,
    hasExif: exif !== undefined,
  };
}
