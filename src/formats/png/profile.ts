import { inflateSync } from 'node:zlib';
import { MOST_PROFILE_BYTES, type Profile, profileOf } from '../icc/icc.ts';

/** Colour types 2, 3 and 6 are in colour (PNG 3rd edition, table 8). */
const COLORED = 2;

/** A name of up to 79 bytes, a zero, and the method of compression, which is 0 (PNG 3rd edition, section 11.3.2.3). */
const MOST_NAME = 79;

/** What the profile in an `iCCP` chunk says. Never throws: bad metadata spoils no picture. */
export function readIccp(data: Uint8Array, colorType: number): Profile {
  const end = data.subarray(0, MOST_NAME + 1).indexOf(0);
  if (end < 1 || data[end + 1] !== 0) return 'none';
  try {
    const profile = inflateSync(data.subarray(end + 2), { maxOutputLength: MOST_PROFILE_BYTES });
    return profileOf(profile, colorType & COLORED ? 3 : 1);
  } catch (error) {
    const tooLong = error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE';
    return tooLong ? 'other' : 'none';
  }
}
