import { decode } from 'blurhash';
import sharp from 'sharp';
import { thumbHashToAverageRGBA } from 'thumbhash';
import { afterAll, expect, test } from 'vitest';
import { createNoir } from '../../src/noir.ts';
import { describePicture, type InfoField, readFields } from '../../src/service/picture-info.ts';

const noir = await createNoir();
afterAll(() => noir.close());

const canvas = (background: object | string, channels: 3 | 4 = 3) => ({
  create: { width: 300, height: 200, channels, background },
});
const orange = { r: 240, g: 120, b: 20 };
const right = await sharp(canvas('#1040c0')).resize(100, 200).png().toBuffer();

let decoded = 0;
const runner = {
  status: () => noir.runner.status(),
  close: () => noir.runner.close(),
  run: (...job: Parameters<typeof noir.runner.run>) => {
    decoded++;
    return noir.runner.run(...job);
  },
};
const { limits } = noir.recipes;
const infoOf = (bytes: Uint8Array, fields?: string) => {
  const wanted = { bytes, fields: readFields(fields), job: {}, signal: new AbortController().signal };
  return describePicture(wanted, { runner, limits });
};

test('the header alone tells what it can', async () => {
  const photo = await sharp(canvas(orange)).withMetadata({ orientation: 6, density: 300 }).jpeg().toBuffer();
  decoded = 0;
  expect(await infoOf(photo, 'format,size,width,height,channels,depth,orientation,pages,density')).toEqual({
    format: 'jpeg',
    size: photo.length,
    width: 200,
    height: 300,
    channels: 3,
    depth: 'uchar',
    orientation: 6,
    pages: 1,
    density: 300,
  });
  expect(decoded).toBe(0);
});

test.each(['jpeg', 'png', 'webp', 'avif', 'tiff'] as const)(
  'the profile of a %s has its name',
  async (format) => {
    const named = await sharp(canvas(orange)).withIccProfile('p3').toFormat(format).toBuffer();
    expect(await infoOf(named, 'profile')).toEqual({ profile: 'sP3C' });
    const bare = await sharp(canvas(orange)).toFormat(format).toBuffer();
    expect(JSON.stringify(await infoOf(bare, 'profile'))).toBe('{}');
  },
);

test('pixels give colours and hashes, which show the picture', async () => {
  const picture = await sharp(canvas(orange))
    .composite([{ input: right, left: 200, top: 0 }])
    .png()
    .toBuffer();
  const info = await infoOf(picture);
  // The columns between the two are a colour of their own.
  expect((info.palette as unknown[]).slice(0, 2)).toEqual([
    { color: '#f07814', share: expect.closeTo(0.67, 1) },
    { color: '#1040c0', share: expect.closeTo(0.33, 1) },
  ]);
  expect(info.dominant).toBe('#f07814');
  const blurred = decode(info.blurhash as string, 30, 20);
  const at = (x: number) => [...blurred.subarray(4 * (10 * 30 + x), 4 * (10 * 30 + x) + 3)];
  expect((at(3)[0] as number) - (at(3)[2] as number)).toBeGreaterThan(100);
  expect((at(28)[2] as number) - (at(28)[0] as number)).toBeGreaterThan(50);
  const mean = thumbHashToAverageRGBA(Buffer.from(info.thumbhash as string, 'base64'));
  const blue = { r: 16, g: 64, b: 192 };
  for (const name of ['r', 'g', 'b'] as const) {
    expect(Math.abs(mean[name] - (2 * orange[name] + blue[name]) / 3 / 255)).toBeLessThan(0.06);
  }
});

test('gray, 16 bits, transparency and animations are described as well', async () => {
  const gray = await sharp(canvas('#808080')).toColourspace('grey16').png().toBuffer();
  expect(await infoOf(gray, 'dominant,depth')).toEqual({ dominant: '#808080', depth: 'ushort' });
  const clear = await sharp(canvas({ ...orange, alpha: 0 }, 4))
    .png()
    .toBuffer();
  expect(await infoOf(clear, 'palette,hasAlpha')).toEqual({ palette: [], hasAlpha: true });
  const tiny = await sharp(canvas(orange)).resize(1, 1).png().toBuffer();
  expect(await infoOf(tiny)).toMatchObject({ width: 1, dominant: '#f07814', blurhash: expect.any(String) });
  const frames = await sharp(
    [await sharp(canvas(orange)).png().toBuffer(), await sharp(canvas('blue')).png().toBuffer()],
    {
      join: { animated: true },
    },
  )
    .gif()
    .toBuffer();
  expect(await infoOf(frames, 'pages,palette')).toMatchObject({ pages: 2, palette: [{ share: 1 }] });
});

test('unknown fields are refused by name', () => {
  expect(readFields('width,,height')).toEqual(['width', 'height'] satisfies InfoField[]);
  expect(() => readFields('width,with')).toThrow('there is no field "with"');
});
