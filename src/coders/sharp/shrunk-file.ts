import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Limits } from '../../core/limits.ts';
import type { Shrink } from '../../formats/format.ts';
import { isFrame } from '../../formats/jpeg/frame.ts';
import { walkSegments } from '../../formats/jpeg/markers.ts';

/** A JPEG on disk under the name by which libvips decodes it with its sides divided. */
interface ShrunkFile {
  readonly name: string;
  remove(): Promise<void>;
}

/**
 * sharp passes a shrink on to libvips only together with a resize of its own, but the name of a file may end in what
 * its decoder is told. Undefined where no file can be written.
 */
export async function writeShrunk(
  bytes: Uint8Array,
  shrink: Shrink,
  limits: Limits,
): Promise<ShrunkFile | undefined> {
  let folder: string | undefined;
  const remove = async () => {
    if (folder) await rm(folder, { recursive: true, force: true });
  };
  try {
    folder = await mkdtemp(join(tmpdir(), 'noir-'));
    const file = join(folder, 'shrunk.jpg');
    await writeFile(file, roundUp(bytes, shrink, limits));
    return { name: `${file}[shrink=${shrink}]`, remove };
  } catch {
    await remove();
    return undefined;
  }
}

/**
 * The same file with an extent of whole multiples: as many blocks hold its samples, and libvips would cut off what
 * only a part of a pixel stands for.
 */
function roundUp(bytes: Uint8Array, multiple: number, limits: Limits): Uint8Array {
  const file = Uint8Array.from(bytes);
  walkSegments(file, limits, ({ marker, payload: { buffer, byteOffset } }) => {
    if (!isFrame(marker)) return;
    const frame = new DataView(buffer, byteOffset);
    for (const place of [1, 3]) {
      const side = Math.ceil(frame.getUint16(place) / multiple) * multiple;
      frame.setUint16(place, Math.min(65_535, side));
    }
  });
  return file;
}
