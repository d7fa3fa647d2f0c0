/** Takes the metadata out of a WebP without touching its pixels. */
import type { Limits } from '../../core/limits.ts';
import { Reader } from '../reader.ts';
import { riffChunks } from './riff.ts';

/** Chunks of pixels, of animation, and of the meaning of colours (RFC 9649, section 2.7). */
const KEPT = ['VP8 ', 'VP8L', 'VP8X', 'ALPH', 'ANIM', 'ANMF', 'ICCP'];

/** Flags in the first byte of `VP8X` that announce EXIF and XMP. */
const METADATA = 0x0c;

/** The file without EXIF, XMP and unknown chunks, and without what follows its end. Throws as `readHeader` does. */
export function stripWebp(bytes: Uint8Array, limits: Limits): Uint8Array {
  const reader = new Reader(bytes, 'little');
  const kept = [...riffChunks(reader, 12, 8 + reader.u32(4), limits)]
    .filter(({ name }) => KEPT.includes(name))
    .map((chunk) => ({ ...chunk, padded: chunk.length + (chunk.length & 1) }));
  const file = Buffer.alloc(kept.reduce((sum, { padded }) => sum + 8 + padded, 12));
  file.write('RIFF', 0, 'latin1');
  file.writeUInt32LE(file.length - 8, 4);
  file.write('WEBP', 8, 'latin1');
  let at = 12;
  for (const { name, start, length, padded } of kept) {
    file.set(bytes.subarray(start - 8, start + length), at);
    if (name === 'VP8X') file[at + 8] = reader.u8(start) & ~METADATA;
    at += 8 + padded;
  }
  return file;
}
