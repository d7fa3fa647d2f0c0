/**
 * Checks the deflated data of a page that libvips reads. libtiff stops at the last pixel, before the checksum, so damage that
 * leaves as many bytes would pass as pixels.
 */
import { createInflate, inflateSync } from 'node:zlib';
import type { Limits } from '../../core/limits.ts';
import { type Run, UNBOUND } from '../../core/run.ts';
import { corrupt } from '../../formats/checks.ts';
import type { Reading } from '../../formats/input.ts';
import { partBytes } from '../../formats/tiff/parts.ts';
import { readTiffPicture, type TiffPicture } from '../../formats/tiff/picture.ts';
import { COMPRESSION } from '../../formats/tiff/tags.ts';
import { type InPieces, withPauses } from '../pauses.ts';

const DEFLATED: readonly number[] = [COMPRESSION.deflate, COMPRESSION.adobeDeflate];

/** Bytes of a strip or tile up to which it is unpacked at once; larger ones in pieces, in the thread pool. */
const SMALL = 2 ** 16;
const PIECE = 2 ** 20;

/** What zlib says of bytes that it cannot have written, or that do not fit their checksum (RFC 1950). */
const DAMAGE: readonly unknown[] = ['Z_DATA_ERROR', 'Z_NEED_DICT'];

/** Checks the page that the reading asks for, as `checkChecksums` does. */
export async function checkTiffData(bytes: Uint8Array, limits: Limits, reading: Reading, run?: Run) {
  if (!isJudged(reading)) return;
  await checkChecksums(bytes, readTiffPicture(bytes, limits, reading), reading, run);
}

/** Whether errors in the data count. */
function isJudged({ failOn }: Reading): boolean {
  return failOn === 'error' || failOn === 'warning';
}

/** Throws `corrupt-image` where `failOn` refuses errors in the data. Data that ends early is left to libvips to judge. */
export async function checkChecksums(
  bytes: Uint8Array,
  picture: TiffPicture,
  reading: Reading,
  run: Run = UNBOUND,
): Promise<void> {
  const { byLibvips, compression, reversed, parts } = picture;
  if (!byLibvips || !isJudged(reading) || reversed || !DEFLATED.includes(compression)) return;
  const most = partBytes(parts, parts.height, picture);
  const all = parts.offsets.map((offset, index) =>
    bytes.subarray(offset, offset + (parts.counts[index] as number)),
  );
  if (most <= SMALL) await withPauses(unpackEach(all, most), run);
  else for (const data of all) await unpackLarge(data, most, run);
}

function* unpackEach(all: readonly Uint8Array[], most: number): InPieces<void> {
  for (const data of all) {
    try {
      inflateSync(data, { maxOutputLength: most });
    } catch (error) {
      refuseDamage(error);
    }
    yield;
  }
}

async function unpackLarge(data: Uint8Array, most: number, { signal }: Run): Promise<void> {
  const inflate = createInflate({ chunkSize: PIECE });
  inflate.end(data);
  let length = 0;
  try {
    for await (const piece of inflate) {
      signal.throwIfAborted();
      length += (piece as Uint8Array).length;
      if (length > most) return;
    }
  } catch (error) {
    signal.throwIfAborted();
    refuseDamage(error);
  }
}

function refuseDamage(error: unknown): void {
  if (DAMAGE.includes((error as NodeJS.ErrnoException).code))
    throw corrupt('A strip or tile of the picture does not fit its checksum', error);
}
