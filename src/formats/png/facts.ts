/** Reads the metadata in the chunks of a PNG: resolution, profile, EXIF. */
import type { Limits } from '../../core/limits.ts';
import { exifDensity, type Facts } from '../facts.ts';
import { profileName } from '../icc/description.ts';
import { Reader } from '../reader.ts';
import { pngChunks } from './chunks.ts';
import { inflateIccp } from './profile.ts';

/** Metres of an inch. */
const INCH = 0.0254;

export function readPngFacts(bytes: Uint8Array, limits: Limits): Facts {
  // The header was read, so a chunk that the file does not hold was allowed.
  const chunks = [...pngChunks(bytes, limits, true)];
  // Of several chunks of a type the first counts.
  const find = (wanted: string) => chunks.find(({ type }) => type === wanted)?.data;
  const [iccp, physical, exif] = [find('iCCP'), find('pHYs'), find('eXIf')];
  const profile = iccp && inflateIccp(iccp);
  return {
    density: (physical && pixelsPerInch(physical)) ?? (exif && exifDensity(exif, limits)),
    hasProfile: iccp !== undefined,
    profileName: profile instanceof Uint8Array ? profileName(profile) : undefined,
    hasExif: exif !== undefined,
  };
}

/** PNG (3rd edition) 11.3.4.3: unit 1 is the metre, 0 none. Undefined for a chunk that is cut short. */
function pixelsPerInch(data: Uint8Array): number | undefined {
  if (data.length < 9) return undefined;
  const reader = new Reader(data, 'big');
  return reader.u8(8) === 1 ? reader.u32(0) * INCH : undefined;
}
