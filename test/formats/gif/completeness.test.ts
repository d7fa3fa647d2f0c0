/** GIFs whose frames lack pixels, in a file that is whole otherwise. */
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { DEFAULT_LIMITS } from '../../../src/core/limits.ts';
import { toEnd } from '../../../src/core/turns.ts';
import { readGifBlocks } from '../../../src/formats/gif/blocks.ts';
import { checkGifData } from '../../../src/formats/gif/completeness.ts';
import { DEFAULT_READING, type Reading } from '../../../src/formats/input.ts';
import { noise } from '../../support/pictures.ts';

const SIDE = 150;

/** Noise makes every width of codes, and tables that are full. */
async function gifOf(frames: number, colours: number): Promise<Buffer> {
  const { data } = noise({ width: SIDE, height: SIDE * frames, channels: 3, type: 'u8' });
  const raw = { width: SIDE, height: SIDE * frames, channels: 3 as const, pageHeight: SIDE };
  return sharp(data as Uint8Array, { raw })
    .gif({ colours, keepDuplicateFrames: true })
    .toBuffer();
}

function check(file: Uint8Array, reading: Partial<Reading> = {}): Uint8Array {
  return toEnd(checkGifData(file, DEFAULT_LIMITS, { ...DEFAULT_READING, ...reading }));
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
    const file = await gifOf(3, colours);
    expect(check(file)).toBe(file);
  });

  test('a frame that lacks pixels is refused where it is needed', async () => {
    const file = shortened(await gifOf(3, colours), 1);
    expect(readGifBlocks(file, DEFAULT_LIMITS).frames).toHaveLength(3);
    const refused = expect.objectContaining({ code: 'truncated-image' });
    for (const reading of [{}, { page: 1, pages: 1 }, { page: 2, pages: 1 }]) {
      expect(() => check(file, reading)).toThrow(refused);
    }
    expect(check(file, { pages: 1 })).toBe(file);
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
