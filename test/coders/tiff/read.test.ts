/** Noir's own TIFF reader against pages that are written by the test, in every layout. */
import { describe, expect, test } from 'vitest';
import { openCoders } from '../../../src/coders/registry.ts';
import type { Image } from '../../../src/core/image.ts';
import { DEFAULT_LIMITS } from '../../../src/core/limits.ts';
import { DEFAULT_READING, type Reading } from '../../../src/formats/input.ts';
import { readHeader } from '../../../src/formats/registry.ts';
import { forgePage, forgePages, type Layout, type Page } from '../../formats/tiff/forge.ts';

const coders = await openCoders('auto');
const limits = DEFAULT_LIMITS;

async function read(file: Uint8Array, options: Partial<Reading> = {}): Promise<Image> {
  const reading = { ...DEFAULT_READING, ...options };
  const header = readHeader(file, limits, reading);
  const { frames } = await coders.decode(file, header, { limits, reading });
  expect(frames[0]).toMatchObject({ channels: header.channels, type: header.type });
  return frames[0];
}

const WIDTH = 37;
const HEIGHT = 21;

/** Numbers from all over the range, both ends among them. */
function spread(count: number, low: number, high: number): number[] {
  const length = WIDTH * HEIGHT * count;
  const step = (high - low) / 997;
  return Array.from(
    { length },
    (_, at) => (at < 2 ? [low, high][at] : low + Math.floor(((at * 613) % 998) * step)) ?? 0,
  );
}

function page(count: number, bits: number, more: Partial<Page> = {}): Page {
  const { format = 'uint' } = more;
  const top = format === 'int' ? 2 ** Math.min(bits - 1, 52) : 2 ** Math.min(bits, 53);
  const samples = spread(count, format === 'int' ? -top : 0, top - 1);
  return { width: WIDTH, height: HEIGHT, count, bits, samples, ...more };
}

const LAYOUTS: Record<string, Partial<Page>> = {
  'one strip': {},
  'strips of 4 rows': { rowsPerStrip: 4 },
  tiles: { tile: [16, 16] },
  'wide tiles': { tile: [48, 16] },
  'tiles in the tags of strips': { tile: [16, 16], tilesAsStrips: true },
};

const COMPRESSIONS = ['none', 'lzw', 'deflate', 'adobeDeflate', 'packbits', 'zstd'] as const;

const ORDERS: Layout[] = [
  { order: 'II', big: false },
  { order: 'MM', big: false },
  { order: 'II', big: true },
  { order: 'MM', big: true },
];

describe.each(Object.entries(LAYOUTS))('%s', (_name, layout) => {
  describe.each(COMPRESSIONS)('packed as %s', (compression) => {
    test.each([false, true])('planes: %s', async (planes) => {
      for (const order of ORDERS) {
        for (const bits of [8, 16]) {
          const stored = page(3, bits, { ...layout, compression, planes });
          expect([...(await read(forgePage(stored, order))).data]).toEqual(stored.samples);
        }
      }
    });
  });
});

describe.each(ORDERS)('%j', (order) => {
  test.each(Array.from({ length: 15 }, (_, index) => index + 1))('unsigned, %i bits', async (bits) => {
    const white = bits <= 8 ? 255 : 65535;
    for (const photometric of [0, 1]) {
      const stored = page(1, bits, { photometric, rowsPerStrip: 5 });
      const { data, type } = await read(forgePage(stored, order));
      expect(type).toBe(bits <= 8 ? 'u8' : 'u16');
      const top = 2 ** bits - 1;
      const expected = stored.samples as number[];
      expect([...data]).toEqual(
        expected.map((value) => Math.round(((photometric === 0 ? top - value : value) * white) / top)),
      );
    }
  });

  test.each([10, 12, 14])('RGB of %i packed bits, in planes and not', async (bits) => {
    for (const planes of [false, true]) {
      const stored = page(3, bits, { planes, compression: 'deflate', tile: [16, 16] });
      const { data } = await read(forgePage(stored, order));
      const expected = stored.samples as number[];
      expect([...data]).toEqual(expected.map((value) => Math.round((value * 65535) / (2 ** bits - 1))));
    }
  });

  test.each([
    ['uint', 24],
    ['uint', 32],
    ['uint', 64],
    ['int', 8],
    ['int', 16],
    ['int', 32],
    ['int', 64],
  ] as const)('%s%i becomes f32 with the same numbers', async (format, bits) => {
    for (const photometric of [0, 1]) {
      for (const predictor of bits === 24 ? ([1] as const) : ([1, 2] as const)) {
        const stored = page(1, bits, { format, photometric, predictor, compression: 'lzw' });
        const { data, type } = await read(forgePage(stored, order));
        expect(type).toBe('f32');
        const white = format === 'int' ? -1 : 2 ** bits - 1;
        const expected = stored.samples as number[];
        expect([...data]).toEqual(
          expected.map((value) => Math.fround(photometric === 0 ? white - value : value)),
        );
      }
    }
  });

  test.each([16, 32, 64])('floats of %i bits', async (bits) => {
    for (const predictor of [1, 2, 3] as const) {
      for (const photometric of [0, 1]) {
        const samples = spread(1, -1000, 1000).map((value) => value / 8);
        samples.splice(3, 4, Number.NaN, Number.POSITIVE_INFINITY, -0.5, 2 ** -20);
        // The test writes floats with the second predictor as numbers only.
        if (predictor === 2) continue;
        const stored = page(1, bits, {
          format: 'float',
          samples,
          predictor,
          photometric,
          compression: 'deflate',
        });
        const { data, type } = await read(forgePage(stored, order));
        expect(type).toBe('f32');
        expect([...data]).toEqual(samples.map((value) => Math.fround(photometric === 0 ? 1 - value : value)));
      }
    }
  });
});

test('bytes whose lowest bit comes first', async () => {
  const stored = page(3, 8, { reversed: true, planes: true, compression: 'lzw' });
  expect([...(await read(forgePage(stored))).data]).toEqual(stored.samples);
});

test('differences of samples, in planes, tiles and both orders', async () => {
  for (const order of ORDERS) {
    for (const bits of [8, 16]) {
      for (const planes of [false, true]) {
        const stored = page(3, bits, { planes, predictor: 2, compression: 'zstd', tile: [16, 16] });
        expect([...(await read(forgePage(stored, order))).data]).toEqual(stored.samples);
      }
    }
  }
});

test('a predictor beside a compression that has none decides nothing, and others are named', async () => {
  for (const predictor of [0, 2, 3, 9]) {
    for (const compression of ['none', 'packbits'] as const) {
      const stored = page(3, 8, { planes: true, compression, fields: { 317: [predictor] } });
      expect([...(await read(forgePage(stored))).data]).toEqual(stored.samples);
    }
  }
  const packed = forgePage(page(3, 8, { compression: 'deflate', fields: { 317: [9] } }));
  await expect(read(packed)).rejects.toMatchObject({ status: 415, message: /predictor 9/ });
});

test('tiles whose sides are no multiples of 16, but not of JPEG', async () => {
  for (const tile of [
    [5, 7],
    [1, 1],
    [48, 20],
    [100, 100],
  ] as const) {
    const stored = page(3, 8, { tile, compression: 'deflate' });
    expect([...(await read(forgePage(stored))).data]).toEqual(stored.samples);
  }
  const packed = forgePage(page(1, 8, { tile: [20, 20], fields: { 259: [7] } }));
  await expect(read(packed)).rejects.toMatchObject({ status: 415, message: /tiles of 20x20/ });
});

test('gray of three bands', async () => {
  for (const bits of [8, 16]) {
    for (const fields of [{}, { 338: [0, 0] }]) {
      const stored = page(3, bits, { photometric: 1, fields });
      expect([...(await read(forgePage(stored))).data]).toEqual(stored.samples);
    }
  }
});

test('LZW of before TIFF 6.0', async () => {
  for (const bits of [8, 16]) {
    const stored = page(3, bits, { compression: 'oldLzw', rowsPerStrip: 6 });
    expect([...(await read(forgePage(stored))).data]).toEqual(stored.samples);
  }
});

test('fields that decide nothing may be odd', async () => {
  // PageNumber has two values in the standard; libtiff warns.
  const stored = page(3, 8, { fields: { 297: [1] }, compression: 'lzw' });
  expect([...(await read(forgePage(stored))).data]).toEqual(stored.samples);
});

test('strips that are damaged are refused, and left empty with failOn none', async () => {
  const damage = (part: Uint8Array, index: number) =>
    index === 1 ? part.subarray(0, part.length >> 1) : part;
  for (const compression of ['lzw', 'deflate', 'packbits', 'zstd'] as const) {
    for (const layout of [
      { rowsPerStrip: 7 },
      { rowsPerStrip: 7, planes: true },
      { tile: [48, 16] as const },
    ]) {
      const file = forgePage(page(3, 8, { ...layout, compression, damage }));
      const refused = await read(file).catch((error) => error.code);
      expect(['corrupt-image', 'truncated-image']).toContain(refused);
      expect(await read(file, { failOn: 'none' })).toMatchObject({ width: WIDTH, height: HEIGHT });
    }
  }
});

describe('a strip of over a megabyte that is packed as zstd', () => {
  const [width, height] = [1200, 900];
  const samples = Uint8Array.from({ length: width * height }, (_, at) => (at * 7919) >> 5);
  const large: Page = { width, height, samples, compression: 'zstd' };

  test('is unpacked, or refused', async () => {
    const { data } = await read(forgePage(large));
    expect(Buffer.compare(data as Uint8Array, samples)).toBe(0);
    const damage = (part: Uint8Array) => part.map((byte, at) => (at < 4 ? byte : byte ^ 0xff));
    await expect(read(forgePage({ ...large, damage }))).rejects.toMatchObject({ status: 422 });
  });

  test('leaves the bytes of its file to their owner', async () => {
    const file = Buffer.from(forgePage(large));
    const before = Buffer.from(file);
    await read(file);
    expect(file.equals(before)).toBe(true);
  });

  test('is left alone when its job is', async () => {
    const abort = new AbortController();
    const file = forgePage(large);
    const run = { signal: abort.signal, outlives: () => {} };
    const reading = coders.decode(file, readHeader(file, limits, DEFAULT_READING), { limits, run });
    setImmediate(() => abort.abort(new Error('gone')));
    await expect(reading).rejects.toThrow('gone');
  });
});

test('palettes in planes and tiles, of words and of bytes', async () => {
  const samples = spread(1, 0, 15);
  for (const unit of [257, 1]) {
    const colors = Array.from({ length: 48 }, (_, at) => ((at * 5) % 256) * unit);
    const file = forgePage(page(1, 4, { photometric: 3, samples, tile: [16, 16], fields: { 320: colors } }));
    const { data, channels } = await read(file);
    expect(channels).toBe(3);
    const level = (index: number) => (index * 5) % 256;
    expect([...data]).toEqual(
      samples.flatMap((index) => [level(index), level(16 + index), level(32 + index)]),
    );
  }
});

test('every page by its number, without smaller copies and masks', async () => {
  const flat = (value: number, kind = 0): Page => ({
    ...{ width: 2, height: 2, samples: [value, value, value, value], tile: [16, 16] },
    fields: { 254: { type: 4, values: [kind] } },
  });
  const file = forgePages([flat(10), flat(20, 1), flat(30), flat(40, 4), flat(50)]);
  expect((await read(file)).data[0]).toBe(10);
  expect((await read(file, { page: 1 })).data[0]).toBe(30);
  expect((await read(file, { page: 2 })).data[0]).toBe(50);
  await expect(read(file, { page: 3 })).rejects.toMatchObject({ code: 'invalid-parameter' });
});

test('a page that libvips reads, by its number', async () => {
  const pages = [1, 2, 3].map((value) => ({ width: 2, height: 1, samples: [value, 10 * value] }));
  const file = forgePages(pages);
  for (const [index, { samples }] of pages.entries()) {
    expect([...(await read(file, { page: index })).data]).toEqual(samples);
  }
});
