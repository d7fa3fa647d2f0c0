/** Colour models, alpha and bands of TIFFs that Noir's own reader decodes. */
import { deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { openCoders } from '../../../src/coders/registry.ts';
import { DEFAULT_LIMITS } from '../../../src/core/limits.ts';
import { DEFAULT_READING, type Reading } from '../../../src/formats/input.ts';
import { readHeader } from '../../../src/formats/registry.ts';
import { fromLab } from '../../../src/math/lab.ts';
import { toEncoded } from '../../../src/math/srgb.ts';
import { forgePage, type Page } from '../../formats/tiff/forge.ts';

const coders = await openCoders('auto');
const limits = DEFAULT_LIMITS;

async function read(page: Page, options: Partial<Reading> = {}) {
  const reading = { ...DEFAULT_READING, ...options };
  const file = forgePage(page);
  const header = readHeader(file, limits, reading);
  const { frames } = await coders.decode(file, header, { limits, reading });
  return { header, image: frames[0], data: [...frames[0].data] };
}

/** A row of pixels. */
function row(count: number, samples: number[], more: Partial<Page> = {}): Page {
  return { width: samples.length / count, height: 1, count, samples, ...more };
}

describe('YCbCr', () => {
  // JFIF's numbers of red, green, blue, white and black.
  const colors = [76, 85, 255, 150, 44, 21, 29, 255, 107, 255, 128, 128, 0, 128, 128];
  const rgb = [254, 0, 0, 0, 255, 1, 0, 0, 254, 255, 255, 255, 0, 0, 0];
  const whole = { photometric: 6, fields: { 530: [1, 1] } };

  test('of full resolution, in planes or not', async () => {
    for (const planes of [false, true]) {
      const { data, image } = await read(row(3, colors, { ...whole, planes, compression: 'lzw' }));
      expect(image.channels).toBe(3);
      data.forEach((value, at) => {
        expect(Math.abs(value - (rgb[at] as number))).toBeLessThanOrEqual(1);
      });
    }
  });

  test.each([
    [2, 1],
    [2, 2],
    [4, 1],
    [1, 2],
  ])('with chroma for %ix%i pixels, at odd edges too', async (across, down) => {
    const [width, height] = [7, 5];
    const blocks = Math.ceil(width / across) * Math.ceil(height / down);
    const block = [...Array<number>(across * down).fill(76), 85, 255];
    const samples = Array.from({ length: blocks }, () => block).flat();
    // The samples are what lies in the file, so that they are written as a row of bytes.
    const page: Page = { width: samples.length, height: 1, samples };
    const fields = {
      ...{ 256: [width], 257: [height], 258: [8, 8, 8], 262: [6], 277: [3], 278: [height] },
      ...{ 339: [1, 1, 1], 530: [across, down] },
    };
    const { data } = await read({ ...page, fields });
    expect(data).toEqual(Array.from({ length: width * height }, () => [254, 0, 0]).flat());
  });

  test.each(['none', 'deflate'] as const)(
    'with smaller planes of chroma, packed as %s',
    async (compression) => {
      const [width, height] = [7, 5];
      const samples = Array.from({ length: width * height }, () => [76, 85, 255]).flat();
      // The first rows of a plane that is forged in full hold as many samples as a smaller one.
      const plane = (value: number) => {
        const bytes = Uint8Array.of(value, ...Array<number>(11).fill(0));
        return compression === 'none' ? new Uint8Array(12).fill(value) : deflateSync(rowsOf(bytes, 4, value));
      };
      const damage = (part: Uint8Array, index: number) =>
        index === 0 ? part : plane(index === 1 ? 85 : 255);
      const more = compression === 'none' ? {} : { predictor: 2 as const };
      const page: Page = { width, height, count: 3, photometric: 6, planes: true, samples, compression };
      const { data } = await read({ ...page, ...more, fields: { 530: [2, 2] }, damage });
      expect(data).toEqual(Array.from({ length: width * height }, () => [254, 0, 0]).flat());
    },
  );

  test('with the reference levels of video', async () => {
    const fields = {
      530: [1, 1],
      532: { type: 5, values: [16, 235, 128, 240, 128, 240] },
    };
    const { data } = await read(row(3, [16, 128, 128, 235, 128, 128], { photometric: 6, fields }));
    expect(data).toEqual([0, 0, 0, 255, 255, 255]);
  });
});

/** Rows of differences: the first sample is `value`, the others equal it. */
function rowsOf(bytes: Uint8Array, columns: number, value: number): Uint8Array {
  return bytes.map((_, at) => (at % columns === 0 ? value : 0));
}

type Color = [number, number, number];

describe('Lab', () => {
  const colors: Color[] = [
    [100, 0, 0],
    [0, 0, 0],
    [53, 80, 67],
    [30, -20, -35],
  ];
  const expected = (white: number) =>
    colors.flatMap((color) => {
      const values = Float64Array.from(color);
      fromLab(values, 0);
      return [...values].map((value) => Math.min(white, Math.max(0, white * toEncoded(value))));
    });

  test.each([
    ['CIE, 8 bits', 8, 8, ([l, a, b]) => [l * 2.55, a & 255, b & 255]],
    ['CIE, 16 bits', 8, 16, ([l, a, b]) => [l * 655.35, (a * 256) & 65535, (b * 256) & 65535]],
    ['ICC, 8 bits', 9, 8, ([l, a, b]) => [l * 2.55, a + 128, b + 128]],
    ['ICC, 16 bits', 9, 16, ([l, a, b]) => [l * 652.8, (a + 128) * 256, (b + 128) * 256]],
  ] as [string, number, number, (color: Color) => number[]][])('%s', async (_, photometric, bits, encode) => {
    const samples = colors.flatMap(encode).map(Math.round);
    const { data } = await read(row(3, samples, { photometric, bits }));
    const white = 2 ** bits - 1;
    // L of 8 bits is rounded to 0.4.
    const tolerance = bits === 8 ? 2 : 20;
    expected(white).forEach((value, at) => {
      expect(Math.abs(value - (data[at] as number))).toBeLessThanOrEqual(tolerance);
    });
  });

  test('with alpha', async () => {
    const samples = [65535, 0, 0, 300, 0, 0, 0, 65535];
    const { data } = await read(row(4, samples, { photometric: 8, bits: 16, extra: [2] }));
    expect(data).toEqual([65535, 65535, 65535, 300, 0, 0, 0, 65535]);
  });
});

describe('inks of 16 bits', () => {
  test('have finer levels than those of 8 bits, near theirs, and alpha', async () => {
    const width = 2048;
    const samples = Array.from({ length: width }, (_, x) => [x * 32, x * 16, x * 8, 0, 65535 - x]).flat();
    const page: Page = { width, height: 1, count: 5, bits: 16, photometric: 5, samples, extra: [2] };
    const { data } = await read(page);
    const bytes = samples.filter((_, at) => at % 5 < 4).map((value) => Math.round(value / 257));
    const eight = await sharp(forgePage({ width, height: 1, count: 4, photometric: 5, samples: bytes }))
      .toColourspace('srgb')
      .raw()
      .toBuffer();
    for (let x = 0; x < width; x++) {
      expect(data[4 * x + 3]).toBe(65535 - x);
      for (let channel = 0; channel < 3; channel++) {
        const difference = (data[4 * x + channel] as number) / 257 - (eight[3 * x + channel] as number);
        expect(Math.abs(difference)).toBeLessThan(2);
      }
    }
    const reds = new Set(Array.from({ length: width }, (_, x) => data[4 * x]));
    expect(reds.size).toBeGreaterThan(1000);
  });
});

test('planes that are JPEGs, with common tables or without', async () => {
  const [width, height] = [24, 16];
  const levels = [30, 120, 210];
  const planes = await Promise.all(
    levels.map((level) => {
      const raw = { width, height, channels: 1 } as const;
      const flat = sharp(new Uint8Array(width * height).fill(level), { raw }).toColourspace('b-w');
      return flat.jpeg({ quality: 100, optimiseCoding: false }).toBuffer();
    }),
  );
  const [first] = planes as [Buffer];
  const frame = first.indexOf(Buffer.of(0xff, 0xc0));
  // Everything before the frame, as a JPEG of tables alone.
  const tables = [...first.subarray(0, frame), 0xff, 0xd9];
  const page: Page = { width, height, count: 3, planes: true, samples: [] };
  const whole = {
    ...page,
    fields: { 259: [7] },
    damage: (_: Uint8Array, index: number) => planes[index] as Buffer,
  };
  const lacking = planes.map((file) => Buffer.concat([file.subarray(0, 2), file.subarray(frame)]));
  const shared = {
    ...page,
    fields: { 259: [7], 347: { type: 7, values: tables } },
    damage: (_: Uint8Array, index: number) => lacking[index] as Buffer,
  };
  const expected = Array.from({ length: width * height }, () => levels).flat();
  for (const stored of [whole, shared]) {
    const { data } = await read(stored);
    data.forEach((value, at) => {
      expect(Math.abs(value - (expected[at] as number))).toBeLessThanOrEqual(1);
    });
  }
  const cut = {
    ...whole,
    damage: (_: Uint8Array, index: number) => planes[index]?.subarray(0, frame) as Buffer,
  };
  await expect(read(cut)).rejects.toMatchObject({ status: 422 });
});

describe('the band behind the colours', () => {
  test('with code 1 is alpha that is multiplied in: colours are divided and rounded', async () => {
    for (const bits of [8, 16]) {
      const white = 2 ** bits - 1;
      const samples = [100, 50, 1, 200, 7, 7, 7, 0, white, 3, 2, white];
      const { data } = await read(row(4, samples, { bits, extra: [1] }));
      const over = (value: number) => Math.round((value * white) / 200);
      expect(data).toEqual([over(100), over(50), over(1), 200, 0, 0, 0, 0, white, 3, 2, white]);
    }
  });

  test('with code 0 is no alpha', async () => {
    const samples = [1, 2, 3, 0, 5, 6, 7, 255];
    const { image, header } = await read(row(4, samples, { extra: [0] }));
    expect(header).toMatchObject({ channels: 3, extra: true });
    expect(header.notes?.join()).toContain('fourth band');
    expect([...image.data]).toEqual([1, 2, 3, 5, 6, 7]);
    expect([...(image.extra?.data ?? [])]).toEqual([0, 255]);
  });

  test('is what the input options say', async () => {
    const page = row(4, [100, 50, 1, 200], { extra: [0] });
    expect((await read(page, { alpha: 'unassociated' })).data).toEqual([100, 50, 1, 200]);
    expect((await read(page, { alpha: 'associated' })).data).toEqual([128, 64, 1, 200]);
    const { image } = await read({ ...page, extra: [2] }, { alpha: 'none' });
    expect([...(image.extra?.data ?? [])]).toEqual([200]);
    const none = read(row(3, [1, 2, 3]), { alpha: 'associated' });
    await expect(none).rejects.toMatchObject({ code: 'invalid-parameter' });
  });

  test('is alpha where the file does not say, with a note', async () => {
    const { data, header } = await read(row(2, [1, 2, 3, 4]));
    expect(data).toEqual([1, 2, 3, 4]);
    expect(header.notes?.join()).toContain('alpha');
  });

  test('of integers that became floats goes from 0 to 1', async () => {
    const { data } = await read(row(2, [-5, 32767, 1000, 0], { bits: 16, format: 'int', extra: [2] }));
    expect(data).toEqual([-5, 1, 1000, 0]);
  });
});

describe('many bands', () => {
  const samples = [10, 20, 30, 40, 50, 60, 70, 11, 21, 31, 41, 51, 61, 71];
  const page = row(7, samples, { photometric: 1, extra: Array(6).fill(0), bits: 16 });

  test('are refused with their number, and read by their numbers', async () => {
    await expect(read(page)).rejects.toThrow(/7 bands/);
    for (const planes of [false, true]) {
      const stored = { ...page, planes };
      expect((await read(stored, { bands: [6] })).data).toEqual([70, 71]);
      expect((await read(stored, { bands: [4, 0, 2] })).data).toEqual([50, 10, 30, 51, 11, 31]);
      const four = await read(stored, { bands: [3, 2, 1, 6] });
      expect(four.data).toEqual([40, 30, 20, 41, 31, 21]);
      expect([...(four.image.extra?.data ?? [])]).toEqual([70, 71]);
      const two = await read(stored, { bands: [0, 1], alpha: 'unassociated' });
      expect(two.data).toEqual([10, 20, 11, 21]);
    }
    await expect(read(page, { bands: [7] })).rejects.toMatchObject({ code: 'invalid-parameter' });
  });

  test('of four that are gray and no alpha become RGB and one more', async () => {
    const four = row(4, [1, 2, 3, 4], { photometric: 1, extra: [0, 0, 0] });
    const { image } = await read(four);
    expect([...image.data]).toEqual([1, 2, 3]);
    expect([...(image.extra?.data ?? [])]).toEqual([4]);
  });
});

test('a profile counts where the samples lie in planes', async () => {
  const profile = (
    await sharp({ create: { width: 1, height: 1, channels: 3, background: 'red' } })
      .withIccProfile('p3')
      .png()
      .toBuffer()
      .then((file) => sharp(file).metadata())
  ).icc as Buffer;
  const fields = { 34675: { type: 7, values: [...profile] } };
  const samples = [200, 100, 50, 10, 200, 30];
  const plain = await read(row(3, samples, { fields }));
  const planes = await read(row(3, samples, { fields, planes: true }));
  expect(planes.header.byNoir).toBe(true);
  expect(planes.data).toEqual(plain.data);
  expect(plain.data).not.toEqual(samples);
});
