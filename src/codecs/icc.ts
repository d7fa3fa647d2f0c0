import { toEncoded } from '../math/srgb.ts';
import { readCurve } from './icc-curve.ts';
import { elementType, fixedAt, type IccTags, readRgbTags } from './icc-tags.ts';
import { hasText } from './reader.ts';

/**
 * What a file's ICC profile says of its samples: with `srgb`, as with none that means them, they are sRGB as they
 * are stored.
 */
export type Profile = 'none' | 'srgb' | 'other';

/** Profiles that cannot mean a picture's samples, because they are for another number of them. */
const FOREIGN: Readonly<Record<1 | 3, readonly string[]>> = { 1: ['RGB ', 'CMYK'], 3: ['GRAY', 'CMYK'] };

/** Longer profiles are no matrix with curves. */
export const MOST_PROFILE_BYTES = 2 ** 20;

/** Elements that stand for matrix and curves where a profile has them (ICC.1:2022 section 8.10). */
const TABLES = ['A2B0', 'A2B1', 'A2B2', 'A2B3', 'D2B0', 'D2B1', 'D2B2', 'D2B3'];

/**
 * From CIE XYZ relative to D50, in which profiles give their primaries, to linear sRGB: the inverse of the
 * primaries of IEC 61966-2-1 adapted from D65 by Bradford's matrix (ICC.1:2022 annex E).
 */
const FROM_D50 = [
  [3.1341863642368204, -1.6172089589982752, -0.4906940640063838],
  [-0.9787485041906943, 1.9161300967735866, 0.0334333991599955],
  [0.0719639278022468, -0.2289938734532032, 1.4057537328964442],
] as const;

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
  const tags = readRgbTags(profile);
  if (!tags || TABLES.some((name) => tags.has(name))) return false;
  return hasSrgbPrimaries(tags) && ['rTRC', 'gTRC', 'bTRC'].every((name) => hasSrgbCurve(tags.get(name)));
}

/** What a profile says of the samples of a picture in gray or RGB. Never throws. */
export function profileOf(profile: Uint8Array | undefined, colors: 1 | 3): Profile {
  // lcms, hence sharp, leaves samples alone that the profile is not for, and reads nothing without the signature.
  if (!profile || !hasText(profile, 36, 'acsp')) return 'none';
  if (FOREIGN[colors].some((space) => hasText(profile, 16, space))) return 'none';
  return colors === 3 && profile.length <= MOST_PROFILE_BYTES && isSrgbProfile(profile) ? 'srgb' : 'other';
}

function hasSrgbPrimaries(tags: IccTags): boolean {
  const primaries = ['rXYZ', 'gXYZ', 'bXYZ'].map((name) => readXyz(tags.get(name)));
  return FROM_D50.every((row, channel) => {
    const moved = primaries.reduce((sum, xyz, primary) => {
      const light = row.reduce((total, factor, at) => total + factor * (xyz[at] ?? Number.NaN), 0);
      return sum + Math.abs(light - (primary === channel ? 1 : 0));
    }, 0);
    // NaN, of an element that is not there, is not below.
    return moved <= LEVEL_OF_LIGHT;
  });
}

/** CIE XYZ (ICC.1:2022 section 10.31); nothing where the element is none. */
function readXyz(element: DataView | undefined): readonly number[] {
  if (!element || elementType(element) !== 'XYZ ' || element.byteLength < 20) return [];
  return [8, 12, 16].map((at) => fixedAt(element, at));
}

/** Whether every level of 8 bits, turned into light by this curve, comes back by sRGB's to where it was. */
function hasSrgbCurve(element: DataView | undefined): boolean {
  const curve = readCurve(element);
  if (!curve) return false;
  for (let level = 0; level <= 255; level++) {
    const back = 255 * toEncoded(curve(level / 255));
    if (!(Math.abs(back - level) <= 0.5)) return false;
  }
  return true;
}
