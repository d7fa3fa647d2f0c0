/** Noir's own JPEG decoder beside libvips' loader, for its tests. */
import { mkdtempSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { decodePlainJpeg } from '../../../src/coders/jpeg/decoder.ts';
import type { Image } from '../../../src/core/image.ts';
import { DEFAULT_LIMITS } from '../../../src/core/limits.ts';
import { toEnd } from '../../../src/core/turns.ts';
import type { Shrink } from '../../../src/formats/format.ts';
import { DEFAULT_READING } from '../../../src/formats/input.ts';
import { readHeader } from '../../../src/formats/registry.ts';

export const SHRINKS: readonly Shrink[] = [1, 2, 4, 8];

/** Contents of the memory for the samples, and bytes behind them that nobody may write. */
const FILL = 0xa5;
const GUARD = 64;

/** Decodes the picture as stored, into memory full of other bytes. Throws when a byte behind the samples was written. */
export function decode(file: Uint8Array, shrink: Shrink = 1): Image | undefined {
  const [limits, reading] = [DEFAULT_LIMITS, DEFAULT_READING];
  const header = readHeader(file, limits, reading);
  let memory = new Uint8Array();
  const allocate = (bytes: number) => {
    memory = new Uint8Array(bytes + GUARD).fill(FILL);
    return memory;
  };
  const image = toEnd(decodePlainJpeg({ bytes: file, header, reading }, { limits, shrink, allocate }));
  const isGuarded = memory.subarray(-GUARD).every((byte) => byte === FILL);
  if (!isGuarded) throw new Error('bytes behind the samples were written');
  return image;
}

/** libvips' loader, told to divide the sides by itself. */
export function openLoader() {
  const folder = mkdtempSync(join(tmpdir(), 'noir-jpeg-'));
  let files = 0;

  /** The samples as stored. Rejects where libjpeg warns of anything. */
  async function load(file: Uint8Array, shrink: Shrink, channels: number) {
    // By a name of its own, because libvips keeps what it has read. A name may end in options of the loader.
    const path = join(folder, `${files++}.jpg`);
    writeFileSync(path, file);
    const pipeline = sharp(`${path}[shrink=${shrink}]`, { failOn: 'warning', ignoreIcc: true });
    if (channels === 1) pipeline.toColourspace('b-w');
    try {
      return await pipeline.raw().toBuffer({ resolveWithObject: true });
    } finally {
      unlinkSync(path);
    }
  }

  /** Decodes with both: `same`, `declined` by Noir's decoder, `refused` by libvips alone, or the differences in words. */
  async function compare(file: Uint8Array, shrink: Shrink): Promise<string> {
    const image = decode(file, shrink);
    if (!image) return 'declined';
    const { width, height, channels, data } = image;
    const other = await load(file, shrink, channels).catch((error) => error as Error);
    if (other instanceof Error) return `refused: ${other.message.split('\n')[0]}`;
    const { info } = other;
    if (info.width !== width || info.height !== height || info.channels !== channels) {
      return `${width}x${height}x${channels} in place of ${info.width}x${info.height}x${info.channels}`;
    }
    if (other.data.equals(data as Uint8Array)) return 'same';
    const at = other.data.findIndex((value, index) => value !== data[index]);
    const pixel = Math.floor(at / channels);
    return `different first at ${pixel % width}, ${Math.floor(pixel / width)}: ${data[at]} in place of ${other.data[at]}`;
  }

  return { compare, close: () => rmSync(folder, { recursive: true }) };
}
