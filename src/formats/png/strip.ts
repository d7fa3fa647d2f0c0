/** Takes the metadata out of a PNG without touching its pixels. */
import type { Limits } from '../../core/limits.ts';
import { COLOR_CHUNKS, PNG_SIGNATURE, pngChunks } from './chunks.ts';

/** Chunks of pixels, of animation, and of the meaning of colours (PNG 3rd edition, section 11). */
const KEPT: readonly string[] = ['IHDR', 'IDAT', 'IEND', 'acTL', 'fcTL', 'fdAT', ...COLOR_CHUNKS];

/**
 * The file without texts, EXIF, time and unknown chunks, and without what follows its end. Undefined for a file that
 * breaks off. Throws as `readHeader` does.
 */
export function stripPng(bytes: Uint8Array, limits: Limits): Uint8Array | undefined {
  const kept = [...pngChunks(bytes, limits)].filter(({ type }) => KEPT.includes(type));
  if (kept.at(-1)?.type !== 'IEND') return undefined;
  return Buffer.concat([Uint8Array.from(PNG_SIGNATURE), ...kept.map(({ whole }) => whole)]);
}
