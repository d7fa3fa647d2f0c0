import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { DEFAULT_LIMITS } from '../../src/core/limits.ts';
import type { Channels, PixelType } from '../../src/core/pixel.ts';
import { FORMATS, readHeader } from '../../src/formats/registry.ts';
import { CODERS, decodeWith, difference, makeGradient, makeImage, sharpCoders } from '../formats/pictures.ts';

const CHANNELS: readonly Channels[] = [1, 2, 3, 4];
const shapes = (types: readonly PixelType[]) =>
  types.flatMap((type) => CHANNELS.map((channels) => ({ type, channels })));
const defaults = (format: 'jpeg' | 'png' | 'tiff') => ({
  format,
  options: FORMATS[format].options.parse({}) as Record<string, unknown>,
});

describe.each(CODERS)('PNG written by %s', (_writer, writer) => {
  test.each(shapes(['u8', 'u16']))('keeps $type with $channels channels, by either reader', async (shape) => {
    const image = makeImage(13, 7, shape.channels, shape.type);
    const file = await writer.encode(image, defaults('png'));
    for (const [, reader] of CODERS) expect(await decodeWith(reader, file)).toEqual(image);
  });

  test('keeps samples that are a view into a larger buffer', async () => {
    const image = makeImage(8, 4, 3, 'u16');
    const data = new Uint16Array([1, 2, 3, ...image.data]).subarray(3);
    const file = await writer.encode({ ...image, data }, defaults('png'));
    expect((await decodeWith(sharpCoders, file)).data).toEqual(image.data);
  });
});

describe('TIFF', () => {
  test.each(shapes(['u8', 'u16', 'f32']))(
    'keeps every bit of $type with $channels channels',
    async (shape) => {
      const image = makeImage(13, 7, shape.channels, shape.type);
      const file = await sharpCoders.encode(image, defaults('tiff'));
      const decoded = await decodeWith(sharpCoders, file);
      expect(decoded).toEqual(image);
      const depth = { u8: 'uchar', u16: 'ushort', f32: 'float' }[shape.type];
      expect(await sharp(file).metadata()).toMatchObject({
        width: 13,
        height: 7,
        channels: shape.channels,
        depth,
      });
    },
  );

  test.each(['none', 'lzw', 'deflate', 'packbits', 'jpeg'])('packed with %s is read', async (compression) => {
    const image = makeGradient(40, 30, 3);
    const file = await sharpCoders.encode(image, { format: 'tiff', options: { compression, quality: 95 } });
    const { mean } = difference(await decodeWith(sharpCoders, file), image);
    expect(mean).toBeLessThan(compression === 'jpeg' ? 3 : Number.MIN_VALUE);
  });

  test.each([
    ['1 bit', { bitdepth: 1 }],
    ['2 bits', { bitdepth: 2 }],
    ['4 bits', { bitdepth: 4 }],
    ['tiles', { tile: true, tileWidth: 16, tileHeight: 16 }],
    ['BigTIFF', { bigtiff: true }],
  ] as const)('of %s has the header that sharp sees', async (_what, options) => {
    const { data, width, height } = makeGradient(40, 30, 1);
    const raw = sharp(data, { raw: { width, height, channels: 1 } }).toColourspace('b-w');
    const file = await raw.tiff({ compression: 'lzw', predictor: 'none', ...options }).toBuffer();
    const header = readHeader(file, DEFAULT_LIMITS);
    expect(header).toMatchObject({ width, height, channels: 1, type: 'u8' });
    expect(await decodeWith(sharpCoders, file)).toMatchObject({ channels: 1, type: 'u8' });
  });
});

describe('JPEG', () => {
  describe.each(CODERS)('written by %s', (_writer, writer) => {
    test.each([1, 3] as const)('with %i channels comes back nearly the same', async (channels) => {
      const image = makeGradient(64, 48, channels);
      const file = await writer.encode(image, { format: 'jpeg', options: { quality: 95 } });
      for (const [, reader] of CODERS) {
        const decoded = await decodeWith(reader, file);
        expect(decoded.data.length).toBe(64 * 48 * decoded.channels);
        if (decoded.channels === channels) expect(difference(decoded, image).mean).toBeLessThan(2);
      }
    });

    test.each([2, 4] as const)('lays %i channels with alpha over black', async (channels) => {
      const image = makeGradient(16, 16, channels);
      image.data.fill(0);
      for (let at = 0; at < image.data.length; at += channels) image.data.fill(200, at, at + channels - 1);
      const decoded = await decodeWith(sharpCoders, await writer.encode(image, defaults('jpeg')));
      expect(decoded.channels).toBeLessThan(4);
      expect(Math.max(...decoded.data)).toBeLessThan(4);
    });
  });

  test('in gray stays one channel', async () => {
    const file = await sharpCoders.encode(makeGradient(64, 48, 1), defaults('jpeg'));
    for (const [, reader] of CODERS) expect(await decodeWith(reader, file)).toMatchObject({ channels: 1 });
  });

  test('in CMYK becomes RGB', async () => {
    const { data, width, height } = makeGradient(64, 48, 3);
    const raw = sharp(data, { raw: { width, height, channels: 3 } });
    const file = await raw.toColourspace('cmyk').jpeg().toBuffer();
    for (const [, reader] of CODERS) expect(await decodeWith(reader, file)).toMatchObject({ channels: 3 });
  });
});

describe('WebP and AVIF', () => {
  test.each(['webp', 'avif'] as const)('%s without loss keeps RGB and RGBA', async (format) => {
    for (const channels of [3, 4] as const) {
      const image = makeImage(13, 7, channels);
      const file = await sharpCoders.encode(image, { format, options: { lossless: true } });
      expect(readHeader(file, DEFAULT_LIMITS)).toMatchObject({ format, channels, type: 'u8' });
      expect(await decodeWith(sharpCoders, file)).toEqual(image);
    }
  });

  test.each([10, 12] as const)('AVIF of %i bits keeps them, and white is 65535', async (bitdepth) => {
    const data = new Uint16Array(8 * 8 * 4).fill(65535);
    data.set([0, 1 << 14, 1 << 15, 0]);
    const raw = sharp(data, { raw: { width: 8, height: 8, channels: 4 } }).toColourspace('rgb16');
    const file = await raw.avif({ bitdepth, lossless: true }).toBuffer();
    const image = await decodeWith(sharpCoders, file);
    expect(image).toMatchObject({ type: 'u16', channels: 4 });
    const wide = (sample: number) => sample + (sample >>> bitdepth);
    expect([...image.data.subarray(0, 6)]).toEqual([0, wide(1 << 14), wide(1 << 15), 0, 65535, 65535]);
  });

  test.each(['webp', 'avif'] as const)('a picture of 16384 pixels does not fit %s', async (format) => {
    const image = makeImage(16384, 1, 3);
    await expect(sharpCoders.encode(image, { format, options: {} })).rejects.toMatchObject({
      code: 'cannot-encode',
      limit: 16383,
    });
  });
});

test('GIF keeps few colours exactly', async () => {
  const image = makeImage(16, 16, 4);
  for (let at = 0; at < image.data.length; at += 4) image.data.set([at % 64 < 32 ? 255 : 0, 0, 0, 255], at);
  const file = await sharpCoders.encode(image, { format: 'gif', options: { dither: 0 } });
  expect((await decodeWith(sharpCoders, file)).data).toEqual(image.data);
});

test('what is written carries no metadata', async () => {
  for (const format of ['jpeg', 'png', 'webp', 'avif', 'tiff'] as const) {
    const options = FORMATS[format].options.parse({}) as Record<string, unknown>;
    const file = await sharpCoders.encode(makeGradient(16, 16, 3), { format, options });
    const { exif, icc, xmp, iptc } = await sharp(file).metadata();
    expect({ exif, icc, xmp, iptc }).toEqual({});
  }
});
