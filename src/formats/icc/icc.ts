import { toEncoded } from '../../math/srgb.ts';
import { hasText } from '../reader.ts';
import type { ToneCurve } from './curve.ts';
import { type MatrixProfile, readMatrixProfile } from './matrix.ts';

/**
 * What a file's ICC profile says of its samples: with `srgb`, as with none that means them, they are sRGB as they
 * are stored.
 */
export type Profile = 'none' | 'srgb' | 'other';

/** Profiles that cannot mean a picture's samples, because they are for another number of them. */
const FOREIGN: Readonly<Record<1 | 3, readonly string[]>> = { 1: ['RGB ', 'CMYK'], 3: ['GRAY', 'CMYK'] };

/** Longer profiles are no matrix with curves. */
export const MOST_PROFILE_BYTES = 2 ** 20;

/** Where its curve is steepest, sRGB has 12.92 times as much light in a level of 8 bits. */
const LEVEL_OF_LIGHT = 1 / (255 * 12.92);

/**
 * Whether samples with this profile are sRGB as they are stored, so that converting them can only round them
 * anew. Every level of 8 bits has to stay within half a level by the profile's curves, and all light within one
 * level's by its primaries. Never throws: whatever is odd is not known to be sRGB.
 *
 * What is found in files lies well within that. Curves of 1024 points are off by 0.03 levels, formulas by 0.002,
 * the shortest known table of 20 points by 0.48; a plain power of 2.2 is off by 8.5. Primaries are off by 0.1
 * levels of light where they were computed, by 0.9 in HP's profile of 1998, which many others repeat; those of
 * NTSC by 200.
 */
export function isSrgbProfile(profile: Uint8Array): boolean {
  const read = readMatrixProfile(profile);
  return read !== undefined && hasSrgbPrimaries(read) && read.curves.every(isSrgbCurve);
}

/** What a profile says of the samples of a picture in gray or RGB. Never throws. */
export function profileOf(profile: Uint8Array | undefined, colors: 1 | 3): Profile {
  // lcms, hence sharp, leaves samples alone that the profile is not for, and reads nothing without the signature.
  if (!profile || !hasText(profile, 36, 'acsp')) return 'none';
  if (FOREIGN[colors].some((space) => hasText(profile, 16, space))) return 'none';
  return colors === 3 && profile.length <= MOST_PROFILE_BYTES && isSrgbProfile(profile) ? 'srgb' : 'other';
}

function hasSrgbPrimaries({ matrix }: MatrixProfile): boolean {
  return matrix.every((row, channel) => {
    const moved = row.reduce(
      (sum, light, primary) => sum + Math.abs(light - (primary === channel ? 1 : 0)),
      0,
    );
    return moved <= LEVEL_OF_LIGHT;
  });
}

/** Whether every level of 8 bits, turned into light by this curve, comes back by sRGB's to where it was. */
function isSrgbCurve(curve: ToneCurve): boolean {
  for (let level = 0; level <= 255; level++) {
    const back = 255 * toEncoded(curve(level / 255));
    if (!(Math.abs(back - level) <= 0.5)) return false;
  }
  return true;
}
