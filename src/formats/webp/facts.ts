/** Reads the metadata in the chunks of a WebP: resolution, profile, EXIF. */
import type { Limits } from '../../core/limits.ts';
import { exifDensity, type Facts } from '../facts.ts';
import { profileName } from '../icc/description.ts';
import { hasText, Reader } from '../reader.ts';
import { riffChunks } from './riff.ts';

export function readWebpFacts(bytes: Uint8Array, limits: Limits): Facts {
  const reader = new Reader(bytes, 'little');
  const chunks = [...riffChunks(reader, 12, 8 + reader.u32(4), limits)];
  const exif = chunks.find(({ name }) => name === 'EXIF');
  const block = exif && bytes.subarray(exif.start, exif.start + exif.length);
  // Some writers put JPEG's prefix in front.
  const plain = block && hasText(block, 0, 'Exif\0\0') ? block.subarray(6) : block;
  const profile = chunks.find(({ name }) => name === 'ICCP');
  return {
    density: plain && exifDensity(plain, limits),
    hasProfile: profile !== undefined,
    profileName: profile && profileName(bytes.subarray(profile.start, profile.start + profile.length)),
    hasExif: exif !== undefined,
  };
}
