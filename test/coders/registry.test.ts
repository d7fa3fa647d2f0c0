import { describe, expect, test } from 'vitest';
import { openCoders } from '../../src/coders/registry.ts';
import { DEFAULT_LIMITS } from '../../src/core/limits.ts';
import { FORMATS, findFormat, formatNames, readHeader, sniffFormat } from '../../src/formats/registry.ts';
import { makeImage } from '../formats/pictures.ts';

const context = { limits: DEFAULT_LIMITS };
const pictureOf = (...shape: Parameters<typeof makeImage>) => ({ frames: [makeImage(...shape)] }) as const;
const webp = await (await openCoders('sharp')).encode(pictureOf(8, 8, 3), { format: 'webp', options: {} });

test.each([
  ['auto', ['tiff', 'png', 'gif', 'sharp', 'pngjs', 'jpeg-js']],
  ['sharp', ['tiff', 'png', 'gif', 'sharp']],
  ['js', ['tiff', 'png', 'gif', 'pngjs', 'jpeg-js']],
] as const)('%s has its coders ranked', async (mode, names) => {
  const { list } = await openCoders(mode);
  expect(list.map(({ name }) => name)).toEqual(names);
});

describe('coders are asked in order', () => {
  const namesOf = (coders: readonly { name: string }[]) => coders.map(({ name }) => name);

  test('to decode, sharp first', async () => {
    const coders = await openCoders('auto');
    expect(namesOf(coders.decoders({ format: 'png' }))).toEqual(['sharp', 'pngjs']);
    expect(namesOf(coders.decoders({ format: 'jpeg' }))).toEqual(['sharp', 'jpeg-js']);
    expect(namesOf(coders.decoders({ format: 'tiff' }))).toEqual(['sharp']);
  });

  test.each([
    ['auto', 'png', {}, 'u8', ['png', 'sharp']],
    ['auto', 'png', { progressive: true }, 'u16', ['sharp']],
    ['js', 'png', { progressive: true }, 'u8', ['png']],
    ['auto', 'tiff', {}, 'f32', ['tiff']],
    ['auto', 'tiff', {}, 'u16', ['sharp']],
    ['js', 'tiff', {}, 'u8', []],
    ['auto', 'jpeg', {}, 'u8', ['sharp', 'jpeg-js']],
    ['auto', 'jpeg', {}, 'u16', []],
    ['js', 'webp', {}, 'u8', []],
  ] as const)('%s: to write %s with %j and %s samples', async (mode, format, options, type, names) => {
    const coders = await openCoders(mode);
    const shape = { width: 8, height: 8, channels: 3, type } as const;
    expect(namesOf(coders.encoders({ format, options }, shape))).toEqual(names);
  });

  test('and a format can be written when all of its pixel types can', async () => {
    const [auto, js] = await Promise.all([openCoders('auto'), openCoders('js')]);
    expect(formatNames.filter((format) => auto.encodes(format))).toEqual(formatNames);
    expect(formatNames.filter((format) => js.encodes(format))).toEqual(['jpeg', 'png', 'gif']);
  });
});

test('every format goes to a coder that knows it, and its header is recognised', async () => {
  const { decode, encode } = await openCoders('auto');
  for (const format of formatNames) {
    const options = FORMATS[format].options.parse({}) as Record<string, unknown>;
    const file = await encode(pictureOf(8, 8, 3), { format, options });
    expect(sniffFormat(file)?.name).toBe(format);
    const { frames } = await decode(file, readHeader(file, DEFAULT_LIMITS), context);
    expect(frames[0]).toMatchObject({ width: 8, height: 8 });
  }
});

describe('without sharp', () => {
  test('WebP cannot be decoded, and the reason says what is missing', async () => {
    const { decode } = await openCoders('js');
    await expect(decode(webp, readHeader(webp, DEFAULT_LIMITS), context)).rejects.toMatchObject({
      code: 'unsupported-format',
      message: "webp can't be decoded without sharp",
    });
  });

  test('WebP cannot be encoded either', async () => {
    const { encode } = await openCoders('js');
    await expect(encode(pictureOf(8, 8, 3), { format: 'webp', options: {} })).rejects.toMatchObject({
      code: 'cannot-encode',
    });
  });
});

test('a pixel type that the format cannot hold is refused', async () => {
  const { encode } = await openCoders('auto');
  for (const format of ['jpeg', 'webp', 'avif', 'gif'] as const) {
    await expect(encode(pictureOf(8, 8, 3, 'u16'), { format, options: {} })).rejects.toMatchObject({
      code: 'cannot-encode',
    });
  }
  await expect(
    encode(pictureOf(8, 8, 3, 'u16'), { format: 'tiff', options: { compression: 'jpeg' } }),
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
