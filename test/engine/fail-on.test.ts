import sharp from 'sharp';
import { afterAll, describe, expect, it } from 'vitest';
import { createNoir } from '../../src/noir.ts';
import { noise } from '../support/pictures.ts';

const noir = await createNoir({ backends: ['cpu', 'sharp'], gpu: 'off' });
afterAll(() => noir.close());

const SIDE = 120;
const { data } = noise({ width: SIDE, height: SIDE, channels: 3, type: 'u8' });
const picture = sharp(data as Uint8Array, { raw: { width: SIDE, height: SIDE, channels: 3 } });

describe.each(['png', 'gif', 'jpeg'] as const)('a %s that is cut', (format) => {
  it.each(['truncated', 'error', 'warning'] as const)('is refused on %s', async (failOn) => {
    const whole = await picture.clone().toFormat(format).toBuffer();
    const cut = whole.subarray(0, whole.length / 2);
    const refused = { status: 422, code: 'truncated-image' };
    await expect(noir(cut, { failOn }).toImage()).rejects.toMatchObject(refused);
    await expect(noir(cut).png().toBuffer()).rejects.toMatchObject(refused);
  });

  it('is read as far as it goes when nothing is to be refused', async () => {
    const whole = await picture.clone().toFormat(format).toBuffer();
    const expected = await noir(whole).toImage();
    const cut = whole.subarray(0, whole.length / 2);
    // What a cut GIF does not cover is transparent.
    const read = await noir(cut, { failOn: 'none' }).removeAlpha().toImage();
    expect([read.width, read.height]).toEqual([SIDE, SIDE]);
    // Its first rows are those of the whole picture.
    const rows = (image: typeof read) => Buffer.from(image.data.slice(0, 10 * SIDE * image.channels));
    expect(read.channels).toBe(expected.channels);
    expect(Buffer.compare(rows(read), rows(expected))).toBe(0);
  });
});
