/** Reads the ICC profile of a PNG. */
import { inflateSync } from 'node:zlib';
import { MOST_PROFILE_BYTES, type Profile, profileOf } from '../icc/icc.ts';

/** Bit of the colour type that means colour (PNG 3rd edition, table 8). */
const COLORED = 2;

/**
 * Longest profile name in bytes. A zero and the compression method 0 follow (PNG 3rd edition, section 11.3.2.3).
 */
const MOST_NAME = 79;

/** Classifies the profile in an `iCCP` chunk. Never throws: bad metadata does not spoil a picture. */
export function readIccp(data: Uint8Array, colorType: number): Profile {
  const profile = inflateIccp(data);
  return typeof profile === 'string' ? profile : profileOf(profile, colorType & COLORED ? 3 : 1);
}

/** The profile in an `iCCP` chunk; `none` for one that cannot be read, `other` for one that is too long. Never throws. */
export function inflateIccp(data: Uint8Array): Uint8Array | 'none' | 'other' {
  const end = data.subarray(0, MOST_NAME + 1).indexOf(0);
  if (end < 1 || data[end + 1] !== 0) return 'none';
  try {
    return inflateSync(data.subarray(end + 2), { maxOutputLength: MOST_PROFILE_BYTES });
  } catch (error) {
    const tooLong = error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE';
    return tooLong ? 'other' : 'none';
  }
}
