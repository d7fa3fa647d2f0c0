/** Damaged deflated TIFFs that libtiff reads without a word. */
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { openPicture } from '../../../src/coders/open.ts';
import { DEFAULT_LIMITS } from '../../../src/core/limits.ts';
import { DEFAULT_READING } from '../../../src/formats/input.ts';
import { readTiffPicture } from '../../../src/formats/tiff/picture.ts';
import { createNoir } from '../../../src/noir.ts';
import { noise } from '../../support/pictures.ts';

/** A deflated TIFF, and the places behind its strips or tiles, where their checksums end. */
async function deflated(side: number, tile: boolean) {
  const { data } = noise({ width: side, height: side, channels: 3, type: 'u8' });
  const raw = { width: side, height: side, channels: 3 as const };
  const file = await sharp(data, { raw })
    .tiff({ compression: 'deflate', predictor: 'none', tile })
    .toBuffer();
  const { byLibvips, parts } = readTiffPicture(file, DEFAULT_LIMITS, {});
  expect(byLibvips).toBe(true);
  return { file, ends: parts.offsets.map((offset, index) => offset + (parts.counts[index] as number)) };
}

test.each([
  [40, false],
  [400, false],
  [700, true],
])('%i pixels a side, in tiles: %s: data that do not fit their checksum are refused', async (side, tile) => {
  const { file, ends } = await deflated(side, tile);
  const open = (bytes: Uint8Array, failOn: 'truncated' | 'error') =>
    openPicture(bytes, DEFAULT_LIMITS, { ...DEFAULT_READING, failOn });
  await open(file, 'error');
  const damaged = Buffer.from(file);
  (damaged[(ends.at(-1) as number) - 1] as number) ^= 1;
  await expect(open(damaged, 'error')).rejects.toMatchObject({ code: 'corrupt-image' });
  await open(damaged, 'truncated');
});

test('a page behind the first one is checked too', async () => {
  const { file, ends } = await deflated(40, false);
  const frames = await sharp([file, file], { join: { animated: true } })
    .tiff({ compression: 'deflate' })
    .toBuffer();
  const noir = await createNoir({ gpu: 'off' });
  const damaged = Buffer.from(file);
  (damaged[(ends[0] as number) - 1] as number) ^= 1;
  await expect(noir(damaged).resize(10).png().toBuffer()).rejects.toMatchObject({ code: 'corrupt-image' });
  const { parts } = readTiffPicture(frames, DEFAULT_LIMITS, { page: 1 });
  const end = (parts.offsets.at(-1) as number) + (parts.counts.at(-1) as number);
  (frames[end - 1] as number) ^= 1;
  await noir(frames, { page: 0 }).png().toBuffer();
  await expect(noir(frames, { pages: -1 }).tiff().toBuffer()).rejects.toMatchObject({
    code: 'corrupt-image',
  });
  await noir.close();
});
