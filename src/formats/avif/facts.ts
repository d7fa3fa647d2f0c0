/** Reads from the boxes of an AVIF which metadata it has: a profile, EXIF, XMP. */
import type { Limits } from '../../core/limits.ts';
import type { Facts } from '../facts.ts';
import { profileName } from '../icc/description.ts';
import { readAvifBlocks, readMeta } from './metadata.ts';

export function readAvifFacts(bytes: Uint8Array, limits: Limits): Facts {
  const { icc } = readAvifBlocks(bytes, limits);
  return {
    hasProfile: icc !== undefined,
    profileName: icc && profileName(icc),
    hasExif: hasItem(bytes, ['Exif'], limits),
  };
}

/** The file itself if it has no EXIF and no XMP; else undefined, since these cannot be cut out. Throws as `readHeader`. */
export function stripAvif(bytes: Uint8Array, limits: Limits): Uint8Array | undefined {
  return hasItem(bytes, ['Exif', 'mime'], limits) ? undefined : bytes;
}

function hasItem(bytes: Uint8Array, types: readonly string[], limits: Limits): boolean {
  return readMeta(bytes, limits)?.items.some(({ type }) => types.includes(type)) ?? false;
}
