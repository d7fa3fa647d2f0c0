/** Decides whether an ICC profile means sRGB. */
import { toEncoded } from '../../math/srgb.ts';
import { hasText } from '../reader.ts';
import type { ToneCurve } from './curve.ts';
import { type MatrixProfile, readMatrixProfile, TABLES } from './matrix.ts';
import { elementNames } from './tags.ts';

/**
 * The colour space that a profile describes. With `srgb`, and without a usable profile, the stored samples are sRGB.
 * `unusable` is a profile for samples of another kind, or without the elements that a conversion needs.
 */
export type Profile = 'none' | 'unusable' | 'srgb' | 'other';

/** The colour space of a profile for samples of so many colours. */
const SPACES = { 1: 'GRAY', 3: 'RGB ' } as const;

/** Elements that convert samples of so many colours: one of these sets is enough (ICC.1:2022, section 8.3). */
const CONVERTING: Readonly<Record<1 | 3, readonly (readonly string[])[]>> = {
  1: [['kTRC'], ...TABLES.map((name) => [name])],
  3: [['rXYZ', 'gXYZ', 'bXYZ', 'rTRC', 'gTRC', 'bTRC'], ...TABLES.map((name) => [name])],
};

/** Longer profiles are not simple matrix/TRC profiles. */
export const MOST_PROFILE_BYTES = 2 ** 20;

/** Light of one 8-bit level at the steepest part of sRGB's curve, 12.92. */
const LEVEL_OF_LIGHT = 1 / (255 * 12.92);

/**
 * Whether samples with this profile are sRGB as stored, so that a conversion could only round them again. Every
 * 8-bit level must stay within half a level by the profile's curves, and all light within one level's by its
 * primaries. Never throws: anything unusual counts as not sRGB.
 *
 * Profiles in real files stay well within that: curves of 1024 points are off by 0.03 levels, formulas by 0.002,
 * the shortest known table (20 points) by 0.48; a plain power of 2.2 is off by 8.5. Computed primaries are off by
 * 0.1 levels of light, those of HP's widely copied profile of 1998 by 0.9, NTSC's by 200.
 */
export function isSrgbProfile(profile: Uint8Array): boolean {
  const read = readMatrixProfile(profile);
  return read !== undefined && hasSrgbPrimaries(read) && read.curves.every(isSrgbCurve);
}

/** Classifies the profile of gray or RGB samples. Never throws. */
export function profileOf(profile: Uint8Array | undefined, colors: 1 | 3): Profile {
  // lcms, and so sharp, ignores profiles without this signature.
  if (!profile || !hasText(profile, 36, 'acsp')) return 'none';
  if (!hasText(profile, 16, SPACES[colors])) return 'unusable';
  const names = elementNames(profile);
  if (!CONVERTING[colors].some((set) => set.every((name) => names.has(name)))) return 'unusable';
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

/** Whether every 8-bit level survives this curve followed by sRGB's inverse. */
function isSrgbCurve(curve: ToneCurve): boolean {
  for (let level = 0; level <= 255; level++) {
    const back = 255 * toEncoded(curve(level / 255));
    if (!(Math.abs(back - level) <= 0.5)) return false;
  }
  return true;
}
