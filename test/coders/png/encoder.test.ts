import { inflateSync, crc32 as zlibCrc32 } from 'node:zlib';
import { PNG } from 'pngjs';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { PngBands, type PngOptions } from '../../../src/coders/png/bands.ts';
import { adler32, adler32Zeros, crc32, tableCrc32 } from '../../../src/coders/png/checksums.ts';
import type { Method } from '../../../src/coders/png/coding.ts';
import { encodePng } from '../../../src/coders/png/encoder.ts';
import { createImage, type Image } from '../../../src/core/image.ts';
import { DEFAULT_LIMITS } from '../../../src/core/limits.ts';
import type { Channels } from '../../../src/core/pixel.ts';
import { pngChunks } from '../../../src/formats/png/chunks.ts';
import { png } from '../../../src/formats/png/png.ts';
import { makeGradient, makeImage, sharpCoders } from '../../formats/pictures.ts';
import { type Draw, expectSame, KINDS, paint, random } from './paint.ts';

const dataOf = (file: Uint8Array) =>
  [...pngChunks(file, DEFAULT_LIMITS)].filter(({ type }) => type === 'IDAT').map(({ data }) => data);

const inflated = (file: Uint8Array) => inflateSync(Buffer.concat(dataOf(file)));

/** Samples as they are. */
const PLAIN = { palette: false };

function methodsOf(image: Image, options: PngOptions = {}): Method[] {
  const bands = new PngBands(image, options);
  const methods: Method[] = [];
  for (let first = 0; first < image.height; first = bands.endOf(first)) {
    const { method, release } = bands.filter(first);
    methods.push(method);
    release();
  }
  return methods;
}

const CHANNELS: readonly Channels[] = [1, 2, 3, 4];
const SHAPES = (['u8', 'u16'] as const).flatMap((type) => CHANNELS.map((channels) => ({ type, channels })));
const EXTENTS = [
  [1, 1],
  [1, 37],
  [37, 1],
  [2, 3],
  [5, 4],
  [67, 35],
  [129, 130],
  [513, 260],
] as const;

describe.each(SHAPES)('$type with $channels channels', ({ type, channels }) => {
  test.each(EXTENTS)('of %ix%i is what both readers find', async (width, height) => {
    const level = type === 'u8' ? 1 : 257;
    const smooth = paint(
      width,
      height,
      channels,
      (x, y, c) => level * (40 + ((x + y * 2 + c * 9) % 150)),
      type,
    );
    for (const image of [makeImage(width, height, channels, type), smooth]) {
      await expectSame(image, await encodePng(image));
      await expectSame(image, await encodePng(image, { adaptiveFiltering: true }));
    }
  });
});

describe.each(Object.entries(KINDS))('%s', (kind, draw) => {
  const image = paint(1000, 700, kind === 'text' ? 1 : 3, draw);

  test('comes back through many bands', async () => {
    const file = await encodePng(image, PLAIN);
    expect(dataOf(file).length).toBeGreaterThan(5);
    await expectSame(image, file);
  });

  test('is a single zlib stream over all parts', async () => {
    const rows = inflated(await encodePng(image, PLAIN));
    expect(rows.length).toBe((image.width * image.channels + 1) * image.height);
  });

  test('takes no more than a tenth above what sharp writes', async () => {
    const { width, height, channels, data } = image;
    const raw = sharp(data as Uint8Array, { raw: { width, height, channels } });
    const peer = await raw
      .toColourspace(channels === 1 ? 'b-w' : 'srgb')
      .png()
      .toBuffer();
    expect((await encodePng(image)).length).toBeLessThan(peer.length * 1.1);
  });

  test('is the same file every time', async () => {
    const [one, other] = await Promise.all([encodePng(image), encodePng(image)]);
    expect(one.equals(other)).toBe(true);
  });

  test.each([0, 1, 6, 9])('keeps every sample at level %i', async (compressionLevel) => {
    await expectSame(image, await encodePng(image, { compressionLevel }));
  });
});

test('a photo that was widened from 8 bits takes at most 1 % more than what sharp writes in 16', async () => {
  const file = new URL('../../fixtures/photos/displayp3.jpg', import.meta.url).pathname;
  const small = sharp(await sharp(file).resize(300).png().toBuffer());
  const { data, info } = await small.raw().toBuffer({ resolveWithObject: true });
  const deep = createImage({ width: info.width, height: info.height, channels: 3, type: 'u16' });
  // The low byte is 0 or 255, as in pictures that were widened with rounding.
  for (const [at, level] of data.entries()) deep.data[at] = level * 256 + (level % 3 === 0 ? 255 : 0);
  const raw = { width: info.width, height: info.height, channels: 3 } as const;
  const peer = sharp(deep.data as Uint16Array, { raw })
    .toColourspace('rgb16')
    .png();
  const written = await encodePng(deep);
  await expectSame(deep, written);
  expect(written.length).toBeLessThan((await peer.toBuffer()).length * 1.01);
  expect(written.length).toBeLessThan((await encodePng(deep, { adaptiveFiltering: true })).length);
});

test.each([1, 2, 3, 4] as const)(
  'a last band of one short row is written too, of %i channels',
  async (channels) => {
    const rows = Math.round(65536 / (5 * channels + 1));
    for (const more of [1, 2, 5]) {
      const image = makeImage(5, rows + more, channels);
      const file = await encodePng(image, PLAIN);
      expect(dataOf(file)).toHaveLength(2);
      await expectSame(image, file);
    }
  },
);

describe('what a band is taken for', () => {
  test.each([
    ['photo', /average|paeth/, /entropy|runs/],
    ['flat', /up/, /runs/],
    ['text', /none/, /matches/],
    ['noise', /./, /entropy|runs/],
  ] as const)('%s', (kind, filter, coding) => {
    for (const method of methodsOf(paint(1000, 700, 1, KINDS[kind]))) {
      expect(method.filter).toMatch(filter);
      expect(method.coding).toMatch(coding);
    }
  });

  test('is decided anew for each part of a picture', () => {
    const draw: Draw = (x, y) => (y < 512 ? KINDS.photo(x, y) : KINDS.text(x, y));
    const methods = methodsOf(paint(1024, 1024, 1, draw));
    expect(methods.slice(0, 7).every(({ coding }) => coding !== 'matches')).toBe(true);
    expect(methods.slice(9).every(({ coding }) => coding === 'matches')).toBe(true);
  });

  test('a row like the one above is none but zeros, whatever the filter of its band', async () => {
    const image = paint(300, 40, 3, (x, y, c) => KINDS.photo(x, Math.min(y, 20)) + c);
    for (let y = 21; y < 40; y++) image.data.copyWithin(y * 900, 20 * 900, 21 * 900);
    const rows = inflated(await encodePng(image));
    expect([...rows.subarray(30 * 901, 31 * 901)]).toEqual([2, ...new Array(900).fill(0)]);
    await expectSame(image, await encodePng(image));
  });

  test('filters are only used where they may be', () => {
    const image = paint(400, 300, 3, KINDS.photo);
    expect(new Set(methodsOf(image, { adaptiveFiltering: false }).map(({ filter }) => filter))).toEqual(
      new Set(['none']),
    );
    const text = paint(400, 300, 1, KINDS.text);
    expect(methodsOf(text, { adaptiveFiltering: true }).some(({ filter }) => filter === 'none')).toBe(false);
  });
});

test('what repeats across bands is found across bands', async () => {
  // Twelve rows of noise, again and again: 12 KiB, of which every band but the first finds all in the one before.
  const image = paint(1024, 1024, 1, KINDS.noise);
  for (let y = 12; y < 1024; y += 12) image.data.copyWithin(y * 1024, 0, 12 * 1024);
  const file = await encodePng(image);
  expect(dataOf(file).length).toBeGreaterThan(8);
  expect(file.length).toBeLessThan(4 * 12 * 1024);
  await expectSame(image, file);
});

test('level 0 stores, and 9 leaves no more than 1', async () => {
  const image = paint(500, 300, 3, KINDS.text);
  const length = async (compressionLevel: number) =>
    (await encodePng(image, { ...PLAIN, compressionLevel })).length;
  expect(await length(0)).toBeGreaterThan(500 * 300 * 3);
  expect(await length(9)).toBeLessThanOrEqual(await length(1));
});

test('other work has its turn while a large picture is written', async () => {
  let turns = 0;
  const timer = setInterval(() => turns++, 1);
  await encodePng(paint(2000, 2000, 3, makeStripes()));
  clearInterval(timer);
  expect(turns).toBeGreaterThan(3);
});

function makeStripes(): Draw {
  return (x, y, channel) => (x * 3 + y * 5 + channel * 11) & 255;
}

test('what cannot be a PNG is refused', async () => {
  const refused = { code: 'cannot-encode' };
  await expect(encodePng(makeImage(4, 4, 3, 'f32'))).rejects.toMatchObject(refused);
  await expect(encodePng({ ...makeImage(4, 4, 3), height: 0 })).rejects.toMatchObject(refused);
});

test('by default every choice is the encoder’s; interlaced files are left to sharp', async () => {
  const options = png.options.parse({}) as Record<string, unknown>;
  expect(options).toEqual({ progressive: false });
  const image = makeGradient(40, 30, 3);
  const plain = await sharpCoders.encode(image, { format: 'png', options });
  expect(Buffer.compare(plain, await encodePng(image))).toBe(0);
  const interlaced = await sharpCoders.encode(image, { format: 'png', options: { progressive: true } });
  expect(PNG.sync.read(Buffer.from(interlaced)).interlace).toBe(true);
  await expectSame(image, interlaced);
});

describe('checksums', () => {
  const bytes = Uint8Array.from({ length: 9001 }, random(5)).map((_, at) => (at * 7919) >> 3);
  const view = new DataView(bytes.buffer);

  test('Adler-32 is what its definition says, at any place and length', () => {
    for (const [from, end] of [
      [0, 0],
      [0, 1],
      [3, 66],
      [1, 65],
      [0, 3776],
      [7, 9001],
    ] as const) {
      let [sum, sums] = [1, 0];
      for (const byte of bytes.subarray(from, end)) {
        sum = (sum + byte) % 65521;
        sums = (sums + sum) % 65521;
      }
      expect(adler32(view, from, end)).toBe(sums * 65536 + sum);
      expect(adler32(view, (from + end) >> 1, end, adler32(view, from, (from + end) >> 1))).toBe(
        sums * 65536 + sum,
      );
    }
  });

  test('Adler-32 of the whitest bytes does not overflow', () => {
    const white = new Uint8Array(100_000).fill(255);
    let [sum, sums] = [1, 0];
    for (const byte of white) {
      sum = (sum + byte) % 65521;
      sums = (sums + sum) % 65521;
    }
    expect(adler32(new DataView(white.buffer), 0, white.length)).toBe(sums * 65536 + sum);
  });

  test('Adler-32 goes on over zeros without reading them', () => {
    const before = adler32(view, 0, 5000);
    expect(adler32Zeros(70_000, before)).toBe(
      adler32(new DataView(new ArrayBuffer(70_000)), 0, 70_000, before),
    );
  });

  test('CRC-32 by table is that of zlib, also in pieces', () => {
    for (const length of [0, 1, 3, 4, 5, 9001]) {
      const part = bytes.subarray(1, 1 + length);
      expect(tableCrc32(part)).toBe(zlibCrc32(part));
      expect(crc32(part)).toBe(zlibCrc32(part));
    }
    expect(tableCrc32(bytes.subarray(100), tableCrc32(bytes.subarray(0, 100)))).toBe(zlibCrc32(bytes));
  });

  test('without zlib’s CRC-32 the file is the same', async () => {
    const image = paint(300, 200, 3, KINDS.photo);
    expect((await encodePng(image, {}, { crc: tableCrc32 })).equals(await encodePng(image))).toBe(true);
  });
});
