/** Which directories of a TIFF are pages, and which files are refused by name. */
import { expect, test } from 'vitest';
import { DEFAULT_LIMITS } from '../../../src/core/limits.ts';
import { readHeader } from '../../../src/formats/registry.ts';
import { readTiffPages } from '../../../src/formats/tiff/pages.ts';
import { forgePages, type Page } from './forge.ts';

const page: Page = { width: 2, height: 2, samples: [1, 2, 3, 4] };
const kind = (value: number): Page => ({ ...page, fields: { 254: { type: 4, values: [value] } } });

test('smaller copies and masks are no pages', () => {
  const file = forgePages([kind(0), kind(1), kind(4), kind(2), kind(5)]);
  expect(readTiffPages(file, DEFAULT_LIMITS).map(({ place }) => place)).toEqual([0, 3]);
});

test('a file of smaller copies alone is read as what it has', () => {
  expect(readTiffPages(forgePages([kind(1), kind(1)]), DEFAULT_LIMITS)).toHaveLength(2);
});

test('pages in a loop are refused', () => {
  const file = forgePages([page, page, page], { last: 'first' });
  expect(() => readHeader(file, DEFAULT_LIMITS)).toThrow(expect.objectContaining({ code: 'corrupt-image' }));
});

test('more pages than allowed are refused', () => {
  const file = forgePages([page, page, page]);
  expect(() => readHeader(file, { ...DEFAULT_LIMITS, pages: 2 })).toThrow(
    expect.objectContaining({ code: 'frame-limit' }),
  );
});

test("a thumbnail before a sensor's samples is a camera's raw file", () => {
  const thumbnail: Page = { ...kind(1), fields: { ...kind(1).fields, 330: { type: 4, values: [0] } } };
  const sensor: Page = { ...page, photometric: 32803 };
  const file = Buffer.from(forgePages([thumbnail, sensor]));
  const first = file.readUInt32LE(4);
  const entries = file.readUInt16LE(first);
  const second = file.readUInt32LE(first + 2 + 12 * entries);
  for (let entry = first + 2; entry < first + 2 + 12 * entries; entry += 12) {
    if (file.readUInt16LE(entry) === 330) file.writeUInt32LE(second, entry + 8);
  }
  expect(() => readHeader(file, DEFAULT_LIMITS)).toThrow(/raw file/);
});

test('what is not read is named', () => {
  const named = (fields: NonNullable<Page['fields']>, count = 1) => {
    const samples = Array<number>(4 * count).fill(1);
    const file = forgePages([{ ...page, count, samples, fields }]);
    try {
      return readHeader(file, DEFAULT_LIMITS).format;
    } catch (error) {
      return `${(error as { code: string }).code}: ${(error as Error).message}`;
    }
  };
  expect(named({ 259: [34925] })).toBe('unsupported-depth: TIFF packed as LZMA cannot be read');
  expect(named({ 259: [50001] })).toContain('WebP');
  expect(named({ 259: [34887] })).toContain('LERC');
  expect(named({ 259: [12345] })).toContain('compression 12345');
  expect(named({ 259: [7], 338: [0] }, 4)).toContain('JPEG');
  expect(named({ 262: [32845] }, 3)).toContain('LogLuv');
  expect(named({ 332: [2], 262: [5] }, 4)).toContain('inks');
});
