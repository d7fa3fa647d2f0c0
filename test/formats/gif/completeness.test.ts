/** GIFs whose frames lack pixels, in a file that is whole otherwise. */
import sharp from 'sharp';
import { afterAll, describe, expect, test } from 'vitest';
import { DEFAULT_LIMITS } from '../../../src/core/limits.ts';
import { toEnd } from '../../../src/core/turns.ts';
import { readGifBlocks } from '../../../src/formats/gif/blocks.ts';
import { checkGifFrames } from '../../../src/formats/gif/completeness.ts';
import { createNoir } from '../../../src/noir.ts';
import { noise } from '../../support/pictures.ts';

const noir = await createNoir({ backends: ['cpu', 'sharp'], gpu: 'off' });
afterAll(() => noir.close());

const SIDE = 150;

/** Noise makes every width of codes, and tables that are full. */
async function gifOf(frames: number, colours: number): Promise<Buffer> {
  const { data } = noise({ width: SIDE, height: SIDE * frames, channels: 3, type: 'u8' });
  const raw = { width: SIDE, height: SIDE * frames, channels: 3 as const, pageHeight: SIDE };
  return sharp(data as Uint8Array, { raw })
    .gif({ colours, keepDuplicateFrames: true })
    .toBuffer();
}

function check(file: Uint8Array, count = 3): void {
  toEnd(checkGifFrames(file, count, DEFAULT_LIMITS));
}

/** The file without the last sub-blocks of a frame's data. */
function shortened(file: Buffer, frame: number): Buffer {
  const { data, end } = readGifBlocks(file, DEFAULT_LIMITS).frames[frame] as { data: number; end: number };
  let at = data + 1;
  while (at < (data + end) / 2) at += 1 + (file[at] as number);
  return Buffer.concat([file.subarray(0, at), file.subarray(end - 1)]);
}

describe.each([2, 16, 256])('%i colours', (colours) => {
  test('a whole file passes', async () => {
    check(await gifOf(3, colours));
  });

  test('a frame that lacks pixels is refused where it is needed', async () => {
    const file = shortened(await gifOf(3, colours), 1);
    expect(readGifBlocks(file, DEFAULT_LIMITS).frames).toHaveLength(3);
    check(file, 1);
    const refused = expect.objectContaining({ code: 'truncated-image' });
    expect(() => check(file, 2)).toThrow(refused);
    await expect(noir(file).webp().toBuffer()).rejects.toMatchObject(refused);
    await expect(noir(file, { page: 2 }).toImage()).rejects.toMatchObject(refused);
    await noir(file).jpeg().toBuffer();
    await noir(file, { failOn: 'none' }).webp().toBuffer();
    await expect(noir(shortened(file, 0)).jpeg().toBuffer()).rejects.toMatchObject(refused);
  });
});

test('codes that are not defined are refused', async () => {
  const file = await gifOf(1, 256);
  const { data } = readGifBlocks(file, DEFAULT_LIMITS).frames[0] as { data: number };
  const corrupt = expect.objectContaining({ code: 'corrupt-image' });
  expect(() => check(Buffer.from(file).fill(0xff, data + 40, data + 80))).toThrow(corrupt);
  for (const size of [0, 12, 255]) {
    expect(() => check(Buffer.from(file).fill(size, data, data + 1))).toThrow(corrupt);
  }
});
