/** Unpacks the data of a strip or tile. The result is never longer than the page says, whatever the data contains. */
import { promisify } from 'node:util';
import { inflate } from 'node:zlib';
import type { Run } from '../../../core/run.ts';
import { corrupt, truncated } from '../../../formats/checks.ts';
import { COMPRESSION } from '../../../formats/tiff/tags.ts';
import { scriptFault } from '../../faults.ts';
import { withPauses } from '../../pauses.ts';
import { unpackLzw } from './lzw.ts';
import { unpackBits } from './packbits.ts';
import type { Room } from './room.ts';
import { unpackZstd } from './zstd.ts';

/** Reverses the bits of a byte. */
const REVERSED = Uint8Array.from({ length: 256 }, (_, byte) => {
  let reversed = 0;
  for (let bit = 0; bit < 8; bit++) reversed |= ((byte >> bit) & 1) << (7 - bit);
  return reversed;
});

/** Throws `corrupt-image` for data that cannot be unpacked, `truncated-image` for less than `least` bytes. */
export async function unpackPart(
  data: Uint8Array,
  { compression, reversed }: { readonly compression: number; readonly reversed: boolean },
  room: Room,
  run?: Run,
): Promise<Uint8Array> {
  const ordered = reversed ? data.map((byte) => REVERSED[byte] as number) : data;
  const unpacked = await unpack(ordered, compression, room, run);
  if (unpacked.length < room.least) throw truncated('A strip or tile of the picture holds too little data');
  return unpacked;
}

function unpack(
  data: Uint8Array,
  compression: number,
  room: Room,
  run?: Run,
): Uint8Array | Promise<Uint8Array> {
  switch (compression) {
    case COMPRESSION.none:
      return data.subarray(0, room.most);
    case COMPRESSION.lzw:
      return withPauses(unpackLzw(data, room), run);
    case COMPRESSION.packbits:
      return withPauses(unpackBits(data, room), run);
    case COMPRESSION.zstd:
      return unpackZstd(data, room, run);
    default:
      return inflateZlib(data, room);
  }
}

async function inflateZlib(data: Uint8Array, { most }: Room): Promise<Uint8Array> {
  try {
    return await promisify(inflate)(data, { maxOutputLength: most });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ERR_BUFFER_TOO_LARGE')
      throw corrupt('A strip or tile of the picture holds too much data', error);
    if (code === 'Z_BUF_ERROR') throw truncated('A strip or tile of the picture ends early', error);
    throw scriptFault(error);
  }
}
