import { describe, expect, test } from 'vitest';
import { openCodecs } from '../../src/coders/registry.ts';
import { DEFAULT_LIMITS } from '../../src/core/limits.ts';
import { FORMATS, findFormat, formatNames, readHeader, sniffFormat } from '../../src/formats/registry.ts';
import { makeImage } from '../formats/pictures.ts';

const webp = await (await openCodecs('sharp')).encode(makeImage(8, 8, 3), { format: 'webp', options: {} });

test('auto asks sharp first and plain JavaScript second', async () => {
  const { codecs } = await openCodecs('auto');
  expect(codecs.map(({ name }) => name)).toEqual(['sharp', 'js']);
});

test('every format goes to a codec that knows it, and its header is recognised', async () => {
  const { decode, encode } = await openCodecs('auto');
  for (const format of formatNames) {
    const options = FORMATS[format].options.parse({}) as Record<string, unknown>;
    const file = await encode(makeImage(8, 8, 3), { format, options });
    expect(sniffFormat(file)?.name).toBe(format);
    const image = await decode(file, readHeader(file, DEFAULT_LIMITS), DEFAULT_LIMITS);
    expect(image).toMatchObject({ width: 8, height: 8 });
  }
});

describe('without sharp', () => {
  test('WebP cannot be decoded, and the reason says what is missing', async () => {
    const { decode } = await openCodecs('js');
    await expect(decode(webp, readHeader(webp, DEFAULT_LIMITS), DEFAULT_LIMITS)).rejects.toMatchObject({
      code: 'unsupported-format',
      message: "webp can't be decoded without sharp",
    });
  });

  test('WebP cannot be encoded either', async () => {
    const { encode } = await openCodecs('js');
    await expect(encode(makeImage(8, 8, 3), { format: 'webp', options: {} })).rejects.toMatchObject({
      code: 'cannot-encode',
    });
  });
});

test('a pixel type that the format cannot hold is refused', async () => {
  const { encode } = await openCodecs('auto');
  for (const format of ['jpeg', 'webp', 'avif', 'gif'] as const) {
    await expect(encode(makeImage(8, 8, 3, 'u16'), { format, options: {} })).rejects.toMatchObject({
      code: 'cannot-encode',
    });
  }
  await expect(
    encode(makeImage(8, 8, 3, 'u16'), { format: 'tiff', options: { compression: 'jpeg' } }),
  ).rejects.toMatchObject({ code: 'cannot-encode' });
});

test('formats are found by name and by file name extension, in any case', () => {
  expect(findFormat('jpeg')?.name).toBe('jpeg');
  expect(findFormat('JPG')?.name).toBe('jpeg');
  expect(findFormat('tif')?.name).toBe('tiff');
  expect(findFormat('svg')).toBeUndefined();
});

test('options have defaults, and what is unknown or out of range is refused', () => {
  expect(FORMATS.jpeg.options.parse({})).toMatchObject({ quality: 80 });
  expect(FORMATS.avif.options.parse({})).toMatchObject({ quality: 50 });
  expect(FORMATS.png.options.parse({})).toMatchObject({ progressive: false });
  expect(FORMATS.webp.options.safeParse({ quality: 101 }).success).toBe(false);
  for (const format of formatNames) {
    expect(FORMATS[format].options.safeParse({ unknown: 1 }).success).toBe(false);
  }
});
