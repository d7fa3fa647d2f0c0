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
  let [hasProfile, hasExif] = [false, false];
  let name: string | undefined;
  let [physical, exif]: (number | undefined)[] = [];
  // The header was read, so a chunk that the file does not hold was allowed.
  for (const { type, data } of pngChunks(bytes, limits, true)) {
    if (type === 'iCCP') {
      hasProfile = true;
      const profile = inflateIccp(data);
      if (typeof profile !== 'string') name = profileName(profile);
    } else if (type === 'pHYs' && data.length >= 9) physical = pixelsPerInch(data);
    else if (type === 'eXIf') {
      hasExif = true;
      exif = exifDensity(data, limits);
    }
  }
  return { density: physical ?? exif, hasProfile, profileName: name, hasExif };
}

/** PNG (3rd edition) 11.3.4.3: unit 1 is the metre, 0 none. */
function pixelsPerInch(data: Uint8Array): number | undefined {
  const reader = new Reader(data, 'big');
  return reader.u8(8) === 1 ? reader.u32(0) * INCH : undefined;
}
