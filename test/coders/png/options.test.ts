import sharp from 'sharp';
import { afterAll, describe, expect, test } from 'vitest';
import { FORMATS } from '../../../src/formats/registry.ts';
import { createNoir } from '../../../src/noir.ts';
import { jsCoders, makeGradient, sharpCoders } from '../../formats/pictures.ts';
import { KINDS, paint } from './paint.ts';

const noir = await createNoir();
afterAll(() => noir.close());

/** A photo of far more than 256 colours. */
const photo = paint(80, 60, 3, (x, y, channel) => KINDS.photo(x * 3, y * 3 + 40 * channel));
const parse = (options: Record<string, unknown>) =>
  FORMATS.png.options.parse(options) as Record<string, unknown>;

async function colorsOf(file: Uint8Array): Promise<number> {
  const data = await sharp(file).ensureAlpha().raw().toBuffer();
  const words = new Uint32Array(new Uint8Array(data).buffer);
  return new Set(words).size;
}

describe('a palette that is asked for is sharp’s', () => {
  test.each([
    { palette: true },
    { colours: 16 },
    { effort: 1 },
    { dither: 0 },
    { palette: true, colours: 4, effort: 10, dither: 0.5 },
    { palette: true, progressive: true },
  ])('%j', async (options) => {
    const file = await sharpCoders.encode(photo, { format: 'png', options: parse(options) });
    const raw = sharp(photo.data as Uint8Array, { raw: { width: 80, height: 60, channels: 3 } });
    expect(Buffer.compare(file, await raw.png(options).toBuffer())).toBe(0);
    expect((await sharp(file).metadata()).isPalette).toBe(true);
    expect(await colorsOf(file)).toBeLessThanOrEqual(options.colours ?? 256);
  });

  test('also by way of the library, from a file', async () => {
    const file = await noir(await sharpCoders.encode(photo, { format: 'webp', options: { lossless: true } }))
      .png({ colours: 4 })
      .toBuffer();
    expect(await colorsOf(file)).toBe(4);
  });

  test('without sharp it is refused', async () => {
    const asked = { format: 'png', options: parse({ palette: true }) } as const;
    await expect(jsCoders.encode(photo, asked)).rejects.toMatchObject({ code: 'cannot-encode' });
  });
});

test('palette: false wins over the others, as in sharp', async () => {
  const file = await sharpCoders.encode(photo, {
    format: 'png',
    options: parse({ palette: false, colours: 4 }),
  });
  expect((await sharp(file).metadata()).isPalette).toBeFalsy();
});

test.each([
  { colours: 1 },
  { colours: 257 },
  { colours: 2.5 },
  { effort: 0 },
  { effort: 11 },
  { dither: 1.1 },
  { palette: 1 },
])('%j is no option', (options) => {
  expect(FORMATS.png.options.safeParse(options).success).toBe(false);
});

test('16 bits become 8 in a palette', async () => {
  const image = makeGradient(40, 30, 3);
  const deep = { ...image, type: 'u16', data: Uint16Array.from(image.data, (level) => 257 * level) } as const;
  const file = await sharpCoders.encode(deep, { format: 'png', options: parse({ palette: true }) });
  expect(await sharp(file).metadata()).toMatchObject({ isPalette: true, depth: 'uchar' });
});
