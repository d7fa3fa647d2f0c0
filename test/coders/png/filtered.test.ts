import { inflateSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { adler32, adler32Summed } from '../../../src/coders/png/checksums.ts';
import { encodeFilteredPng, packPixels } from '../../../src/coders/png/encoder.ts';
import { FilteredBands, type FilteredPicture } from '../../../src/coders/png/filtered.ts';
import { unfilterRows } from '../../../src/coders/png/unfilter.ts';
import type { Image } from '../../../src/core/image.ts';
import { DEFAULT_LIMITS } from '../../../src/core/limits.ts';
import { pngChunks } from '../../../src/formats/png/chunks.ts';
import { makeImage } from '../../formats/pictures.ts';
import { LAYOUTS } from '../../support/pictures.ts';
import { chunkSums, filterPicture, makeFiltered, pngRows } from '../../support/png-filter.ts';
import { type Draw, expectSame, KINDS, paint, random } from './paint.ts';

const EXTENTS = [
  [1, 1],
  [1, 37],
  [37, 1],
  [67, 35],
  [129, 130],
] as const;

/** The filter types in a file, row by row. */
function typesOf(file: Uint8Array, { height }: Image): number[] {
  const chunks = [...pngChunks(file, DEFAULT_LIMITS)].filter(({ type }) => type === 'IDAT');
  const rows = inflateSync(Buffer.concat(chunks.map(({ data }) => data)));
  return Array.from({ length: height }, (_, y) => rows[(y * rows.length) / height] as number);
}

const DEEP = LAYOUTS.filter(({ type }) => type !== 'f32');

describe.each(DEEP)('filtered rows of $type with $channels channels', ({ type, channels }) => {
  test.each(EXTENTS)('of %ix%i become what both readers find', async (width, height) => {
    const level = type === 'u8' ? 1 : 257;
    const slope: Draw = (x, y, c) => level * (40 + ((x + y * 2 + c * 9) % 150));
    const text: Draw = (x, y) => level * KINDS.text(x, y);
    for (const image of [
      makeImage(width, height, channels, type),
      paint(width, height, channels, slope, type),
      paint(width, height, channels, text, type),
    ]) {
      await expectSame(image, await encodeFilteredPng(makeFiltered(image)));
    }
  });
});

/** Glyphs on a page with a photo in the middle: of gray two bands of 93 rows. */
const page: Draw = (x, y) => (y >= 93 && y < 279 ? KINDS.photo(x, y) : KINDS.text(x, y));

describe.each(Object.entries({ ...KINDS, page }))('%s', (kind, draw) => {
  const image = paint(700, 460, kind === 'text' ? 1 : 3, draw);
  const filtered = makeFiltered(image);

  test('takes no more than a fiftieth above what filtering on the CPU leaves', async () => {
    const [file, peer] = await Promise.all([encodeFilteredPng(filtered), packPixels(image, {})]);
    const bytes = peer.parts.reduce((sum, { length }) => sum + length, 0);
    expect(file.length).toBeLessThan(bytes * 1.02 + 512);
    await expectSame(image, file);
  });

  test.each([1, 6, 9])('keeps every sample at level %i', async (compressionLevel) => {
    await expectSame(image, await encodeFilteredPng(filtered, { compressionLevel }));
  });

  test('is filtered throughout where that is asked for', async () => {
    const file = await encodeFilteredPng(filtered, { adaptiveFiltering: true });
    const wanted = filterPicture(image);
    expect(typesOf(file, image)).toEqual(
      Array.from({ length: image.height }, (_, y) => wanted[(y * wanted.length) / image.height]),
    );
    await expectSame(image, file);
  });
});

test('bands of text are turned back, photos stay', async () => {
  const image = paint(700, 460, 1, page);
  const bands = new FilteredBands(makeFiltered(image), {});
  const filtered: boolean[] = [];
  for (let first = 0; first < image.height; first = bands.endOf(first)) {
    filtered.push(bands.filter(first).filtered);
  }
  expect(filtered).toEqual([false, true, true, false, false]);
  const types = typesOf(await encodeFilteredPng(makeFiltered(image)), image);
  expect(new Set(types.slice(0, bands.endOf(0)))).toEqual(new Set([0]));
  expect(types.slice(100, 279).every((type) => type > 0)).toBe(true);
});

test('rows come back from any filters', () => {
  const next = random(9);
  for (const step of [1, 2, 3, 4, 6, 8]) {
    const image = paint(step === 1 ? 1 : 23, 40, 1, () => 256 * next());
    // What filters made them does not matter: undone as they say, and done again, they are the same.
    const rows = pngRows({
      ...image,
      width: image.width * step,
      data: repeat(image.data as Uint8Array, step),
    });
    const stored = (rows[0] as Uint8Array).length + 1;
    const made = Buffer.concat(rows.map((row, y) => Buffer.from([y % 5, ...row])));
    const plain = unfilterRows(made, stored, step);
    expect(Buffer.compare(refilter(plain, stored, step), made)).toBe(0);
  }
});

function repeat(data: Uint8Array, times: number): Uint8Array {
  return Uint8Array.from({ length: data.length * times }, (_, at) => (data[at % data.length] as number) ^ at);
}

/** Filters row `y` with type `y` modulo 5, byte by byte. */
function refilter(plain: Uint8Array, stored: number, step: number): Buffer {
  const at = (y: number, x: number) => (y < 0 || x < 0 ? 0 : (plain[y * stored + 1 + x] as number));
  return Buffer.from(
    plain.map((byte, index) => {
      const [y, x] = [Math.floor(index / stored), (index % stored) - 1];
      if (x < 0) return y % 5;
      const [left, above, corner] = [at(y, x - step), at(y - 1, x), at(y - 1, x - step)];
      const nearest = [left, above, corner].reduce((best, one) => {
        const distance = (value: number) => Math.abs(left + above - corner - value);
        return distance(one) < distance(best) ? one : best;
      });
      return byte - ([0, left, above, (left + above) >> 1, nearest][y % 5] as number);
    }),
  );
}

test('Adler-32 by the sums of chunks is the one by bytes, from and to any place', () => {
  const bytes = Uint8Array.from({ length: 100_001 }, random(4)).map((_, at) => (at * 7919) >> 3);
  const view = new DataView(bytes.buffer);
  const sums = chunkSums(bytes);
  for (const from of [0, 1, 16_383, 16_384, 20_000, 98_304, 99_000]) {
    for (const end of [from, 16_384, 32_768, 40_000, 98_304, 98_305, 100_001]) {
      if (end < from) continue;
      expect(adler32Summed(view, sums, from, end, 77)).toBe(adler32(view, from, end, 77));
    }
  }
});

test('Adler-32 of the whitest rows does not overflow', () => {
  const white = new Uint8Array(1_000_000).fill(255);
  const view = new DataView(white.buffer);
  expect(adler32Summed(view, chunkSums(white), 0, white.length, 1)).toBe(adler32(view, 0, white.length));
});

test('what cannot be a PNG is refused', async () => {
  const picture = makeFiltered(makeImage(4, 4, 3));
  const refused = { code: 'cannot-encode' };
  await expect(encodeFilteredPng({ ...picture, type: 'f32' })).rejects.toMatchObject(refused);
  await expect(encodeFilteredPng({ ...picture, height: 0 } as FilteredPicture)).rejects.toMatchObject(
    refused,
  );
});
