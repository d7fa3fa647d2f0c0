/** Reads the metadata in the segments of a JPEG: resolution, profile, EXIF. */
import type { Limits } from '../../core/limits.ts';
import { exifDensity, jfifDensity } from '../density.ts';
import type { Facts } from '../facts.ts';
import { profileName } from '../icc/description.ts';
import type { Reading } from '../input.ts';
import { hasText } from '../reader.ts';
import { readJpegFrame } from './frame.ts';
import { MARKER, walkSegments } from './markers.ts';
import { ProfileParts } from './profile.ts';

/** EXIF 2.32 section 4.7.2: `Exif` and two zeros stand before the block. */
const PREFIX = 6;

export function readJpegFacts(bytes: Uint8Array, limits: Limits, reading: Reading): Facts {
  const parts = new ProfileParts();
  let [hasProfile, hasExif] = [false, false];
  let [jfif, exif]: (number | undefined)[] = [];
  walkSegments(bytes, limits, ({ marker, payload }) => {
    if (marker === MARKER.APP0 && hasText(payload, 0, 'JFIF\0')) jfif ??= jfifDensity(payload)?.across;
    else if (marker === MARKER.APP2 && hasText(payload, 0, 'ICC_PROFILE\0')) {
      hasProfile = true;
      parts.add(payload);
    } else if (marker === MARKER.APP1 && hasText(payload, 0, 'Exif\0\0')) {
      hasExif = true;
      exif ??= exifDensity(payload.subarray(PREFIX), limits)?.across;
    }
  });
  const isCmyk = readJpegFrame(bytes, limits, reading).components === 4;
  const profile = parts.join();
  return {
    density: exif ?? jfif,
    hasProfile,
    profileName: profile && profileName(profile),
    hasExif,
    isCmyk,
  };
}
