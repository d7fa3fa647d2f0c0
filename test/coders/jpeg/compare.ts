/** Noir's own JPEG decoder beside libvips' loader, for its tests. */
import { mkdtempSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp, { type SharpOptions } from 'sharp';
import { decodePlainJpeg } from '../../../src/coders/jpeg/decoder.ts';
import type { Image } from '../../../src/core/image.ts';
import { DEFAULT_LIMITS } from '../../../src/core/limits.ts';
import { toEnd } from '../../../src/core/turns.ts';
import type { Shrink } from '../../../src/formats/format.ts';
import { DEFAULT_READING } from '../../../src/formats/input.ts';
import { readHeader } from '../../../src/formats/registry.ts';

export const SHRINKS: readonly Shrink[] = [1, 2, 4, 8];

/** What is in memory for the samples before, and behind them. */
const FILL = 0xa5;
const GUARD = 64;

/** Decodes as stored, into memory full of other bytes. Throws when a byte behind the samples was written. */
export function decode(file: Uint8Array, shrink: Shrink = 1, limits = DEFAULT_LIMITS): Image | undefined {
  const header = readHeader(file, limits);
  let memory = new Uint8Array();
  const allocate = (bytes: number) => {
    memory = new Uint8Array(bytes + GUARD).fill(FILL);
    return memory;
  };
  const opened = { bytes: file, header, reading: DEFAULT_READING };
  const image = toEnd(decodePlainJpeg(opened, { limits, shrink, allocate }));
  if (memory.subarray(-GUARD).some((byte) => byte !== FILL)) throw new Error('bytes behind the samples were written');
  return image;
}

/** libvips' loader, told to divide the sides by itself. */
export function openLoader() {
  const folder = mkdtempSync(join(tmpdir(), 'noir-jpeg-'));
  let files = 0;
  /** The samples as stored. Rejects for what `failOn` refuses. */
  async function load(file: Uint8Array, shrink: Shrink, failOn: SharpOptions['failOn'] = 'warning') {
    // By a name of its own, because libvips keeps what it has read. A name may end in options of the loader.
    const path = join(folder, `${files++}.jpg`);
    writeFileSync(path, file);
    const { components } = await sharp(file, { failOn: 'none' })
      .metadata()
      .then(({ channels }) => ({ components: channels }));
    const pipeline = sharp(`${path}[shrink=${shrink}]`, { failOn, limitInputPixels: false });
    if (components === 1) pipeline.toColourspace('b-w');
    try {
      return await pipeline.raw().toBuffer({ resolveWithObject: true });
    } finally {
      unlinkSync(path);
    }
  }
  return { load, close: () => rmSync(folder, { recursive: true }) };
}
