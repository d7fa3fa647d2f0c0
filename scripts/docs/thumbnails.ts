import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import sharp from 'sharp';
import { listExamples, noir, small, withFiles } from './pictures.ts';
import { psnr } from './psnr.ts';

const FOLDER = new URL('../../docs/ops/', import.meta.url);

/** Fonts differ from machine to machine, and machines in the last bit; a picture that is another one is far below. */
const SAME_DB = 32;

/** Efforts of WebP: the check needs no small files, and the first takes a seventh of the second's time. */
const QUICK = 4;
const BEST = 6;

/**
 * Runs every example and writes what has changed. With `check` nothing is written; gives the names of
 * thumbnails that are missing, superfluous, or not what the example makes.
 */
export async function writeThumbnails(check: boolean): Promise<string[]> {
  mkdirSync(FOLDER, { recursive: true });
  const stale: string[] = [];
  const encode = (bytes: Uint8Array) =>
    sharp(bytes)
      .webp({ quality: 72, effort: check ? QUICK : BEST })
      .toBuffer();
  const wanted = new Map<string, Uint8Array>([['photo.webp', await encode(small)]]);
  for (const { op, example, file } of listExamples()) {
    const parameters = await withFiles(op, example, 192, 128);
    // Floats and 16 bits are shown as 8.
    const made = await noir(small).step(op.name, parameters).cast('u8').png().toBuffer();
    wanted.set(file, await encode(made));
  }
  for (const file of readdirSync(FOLDER)) {
    if (wanted.has(file)) continue;
    stale.push(`docs/ops/${file}`);
    if (!check) rmSync(new URL(file, FOLDER));
  }
  for (const [file, bytes] of wanted) {
    const path = new URL(file, FOLDER);
    if (existsSync(path) && (await isSame(readFileSync(path), bytes))) continue;
    stale.push(`docs/ops/${file}`);
    if (!check) writeFileSync(path, bytes);
  }
  return stale;
}

async function isSame(one: Uint8Array, other: Uint8Array): Promise<boolean> {
  const [a, b] = await Promise.all([one, other].map(pixelsOf));
  if (a?.info.width !== b?.info.width || a?.info.height !== b?.info.height) return false;
  return psnr(a?.data ?? [], b?.data ?? []) >= SAME_DB;
}

function pixelsOf(bytes: Uint8Array) {
  return sharp(bytes).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
}
