// The picture that is posted.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { makePicture } from '../pictures.ts';

/** A JPEG of 3840x2160 at quality 90, 4:2:0, as a file that is removed when the process ends; the same every time. */
export async function makePhotoFile(): Promise<string> {
  const { width, height, data } = makePicture({ width: 3840, height: 2160, channels: 3, type: 'u8' });
  // Grain that is as fine as pixels makes a file several times the size of a photo's.
  const bytes = await sharp(data as Uint8Array, { raw: { width, height, channels: 3 } })
    .blur(0.8)
    .jpeg({ quality: 90 })
    .toBuffer();
  const folder = mkdtempSync(join(tmpdir(), 'noir-bench-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'made-3840x2160.jpg');
  writeFileSync(file, bytes);
  return file;
}
