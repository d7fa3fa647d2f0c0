/** Zstandard (RFC 8878), over zstddec: Node has none of its own before version 22.15. */
import { ZSTDDecoder } from 'zstddec';
import { NoirError } from '../../../core/errors.ts';
import { corrupt } from '../../../formats/checks.ts';
import type { Room } from './room.ts';

/** Most bytes of a strip or tile. zstddec has 2 GiB of memory in all, and does not say when it runs out. */
const MOST_BYTES = 2 ** 29;

const decoder = new ZSTDDecoder();

/** Throws `corrupt-image` for data that is damaged or does not fit, and `memory-limit` for a very large part. */
export async function unpackZstd(data: Uint8Array, { most }: Room): Promise<Uint8Array> {
  const actual = Math.max(data.length, most);
  if (actual > MOST_BYTES) {
    const message = `A strip or tile packed as zstd has over ${MOST_BYTES} bytes`;
    throw new NoirError('memory-limit', message, { limit: MOST_BYTES, actual });
  }
  await decoder.init();
  // It returns nothing for an error of the library, which it takes for a length below 0.
  const unpacked = decoder.decode(data, most);
  if (unpacked.length === 0 || unpacked.length > most)
    throw corrupt('A strip or tile of the picture is damaged');
  return unpacked;
}
