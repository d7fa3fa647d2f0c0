/** Opens files before they are decoded: reads the header and checks unusual files more closely. */
import type { FrameRange } from '../core/image.ts';
import type { Limits } from '../core/limits.ts';
import { type Run, UNBOUND } from '../core/run.ts';
import { inTurns } from '../core/turns.ts';
import type { Header } from '../formats/format.ts';
import type { Reading } from '../formats/input.ts';
import { FORMATS, readHeader } from '../formats/registry.ts';
import { checkTiffData } from './tiff/checksums.ts';

/** A file, with the facts that are known before it is decoded. */
export interface OpenedFile {
  readonly bytes: Uint8Array;
  readonly header: Header;
  readonly reading: Reading;
  /** The frames that are wanted; absent for the picture that is shown without animation. */
  readonly range?: FrameRange | undefined;
}

/** Throws as `readHeader` and `Format.mend` do, and `corrupt-image` for a TIFF whose data does not fit its checksums. */
export async function openPicture(
  bytes: Uint8Array,
  limits: Limits,
  reading: Reading,
  run: Run = UNBOUND,
): Promise<OpenedFile> {
  const header = readHeader(bytes, limits, reading);
  // Noir's own reader unpacks all of the data, and meets what is wrong with them.
  if (header.format === 'tiff' && !header.byNoir) await checkTiffData(bytes, limits, reading, run);
  const mending = FORMATS[header.format].mend?.(bytes, header, limits, reading);
  if (!mending) return { bytes, header, reading };
  const mended = await inTurns(mending, run);
  if (mended === bytes) return { bytes, header, reading };
  return { bytes: mended, header: readHeader(mended, limits, reading), reading };
}
