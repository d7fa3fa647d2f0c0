/** Strips and tiles of forged pages, before any of them is unpacked. */
import { expect, test } from 'vitest';
import { DEFAULT_LIMITS } from '../../../src/core/limits.ts';
import { readTiffPicture } from '../../../src/formats/tiff/picture.ts';
import { decodeWith, sharpCoders } from '../pictures.ts';
import { forgePage, forgePages, type Page } from './forge.ts';

const page: Page = {
  width: 16,
  height: 8,
  rowsPerStrip: 4,
  samples: Uint8Array.from({ length: 128 }, (_, at) => at),
};

/** A page that lists its two strips, and thousands more. */
function listMany(many: number): Page {
  const { parts } = readTiffPicture(forgePage(page), DEFAULT_LIMITS, {});
  const beyond = Array<number>(many).fill(parts.offsets[0] as number);
  const fields = {
    273: { type: 4, values: [...parts.offsets, ...beyond] },
    279: { type: 4, values: [...parts.counts, ...beyond.map(() => parts.counts[0] as number)] },
  };
  return { ...page, fields };
}

test('strips that are listed beyond those of the page are left out', async () => {
  const file = forgePages([listMany(5000)]);
  const { parts } = readTiffPicture(file, DEFAULT_LIMITS, {});
  expect(parts).toMatchObject({ across: 1, down: 2, estimated: false, sparse: false });
  expect([parts.offsets.length, parts.counts.length]).toEqual([2, 2]);
  const { data } = await decodeWith(sharpCoders, file);
  expect([...data]).toEqual([...(page.samples as Uint8Array)]);
});

test('a page with more places than lengths of its strips is refused, as is one with too few', () => {
  const fields = { 273: { type: 4, values: [8, 8, 8] } };
  const read = (bytes: Uint8Array) => () => readTiffPicture(bytes, DEFAULT_LIMITS, {});
  expect(read(forgePage({ ...page, fields }))).toThrow(expect.objectContaining({ code: 'corrupt-image' }));
  const few = { 273: { type: 4, values: [8] }, 279: { type: 4, values: [64] } };
  expect(read(forgePage({ ...page, fields: few }))).toThrow(
    expect.objectContaining({ code: 'truncated-image' }),
  );
});
