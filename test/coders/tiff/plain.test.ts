/** TIFFs of which libtiff warns, although their data is sound, and damage in TIFFs of the same kinds. */
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { openCoders } from '../../../src/coders/registry.ts';
import { DEFAULT_LIMITS } from '../../../src/core/limits.ts';
import { DEFAULT_READING, type Reading } from '../../../src/formats/input.ts';
import { readHeader } from '../../../src/formats/registry.ts';
import { forgePage, forgePages, type Layout, type Page } from '../../formats/tiff/forge.ts';

const coders = await openCoders('auto');
const limits = DEFAULT_LIMITS;

async function read(file: Uint8Array, options: Partial<Reading> = {}) {
  const reading = { ...DEFAULT_READING, ...options };
  const header = readHeader(file, limits, reading);
  const { frames } = await coders.decode(file, header, { limits, reading });
  return { header, image: frames[0], data: [...frames[0].data] };
}

const WIDTH = 48;
const HEIGHT = 32;
const GRAY = Array.from({ length: WIDTH * HEIGHT }, (_, at) => (at * 29) % 256);

/** Fields of which libtiff warns: a page number of one value, a private tag, and one whose values leave the file. */
const ODD = { 297: [1], 65000: [1, 2, 3], 65001: { type: 2, values: [7, 7, 7, 7, 7, 7, 7] } };

function gray(more: Partial<Page> = {}): Page {
  return { width: WIDTH, height: HEIGHT, samples: GRAY, ...more };
}

const LAYOUTS: Layout[] = [
  { order: 'II' },
  { order: 'MM' },
  { order: 'II', big: true },
  { order: 'MM', big: true },
];

/** A strip of black and white, packed by libtiff. */
async function packed(compression: 'jpeg' | 'ccittfax4') {
  const raw = { width: WIDTH, height: HEIGHT, channels: 1 as const };
  const data = GRAY.map((_, at) => ((at % WIDTH) + Math.floor(at / WIDTH) > 40 ? 255 : 0));
  const picture = sharp(Uint8Array.from(data), { raw }).toColourspace('b-w');
  const bits = compression === 'ccittfax4' ? { bitdepth: 1 as const } : {};
  return picture.tiff({ compression, quality: 95, ...bits }).toBuffer();
}

/** The same file, little-endian, with the entries of its directory in reverse. */
function reversed(file: Buffer): Buffer {
  const copy = Buffer.from(file);
  const at = copy.readUInt32LE(4);
  const count = copy.readUInt16LE(at);
  const entry = (index: number) => file.subarray(at + 2 + 12 * index, at + 14 + 12 * index);
  for (let index = 0; index < count; index++) copy.set(entry(count - 1 - index), at + 2 + 12 * index);
  return copy;
}

/** The same file with other values in the entry of a tag. */
function patched(file: Buffer, tag: number, change: (entry: Buffer) => void): Buffer {
  const copy = Buffer.from(file);
  const at = copy.readUInt32LE(4);
  for (let entry = at + 2; entry < at + 2 + 12 * copy.readUInt16LE(at); entry += 12) {
    if (copy.readUInt16LE(entry) === tag) change(copy.subarray(entry, entry + 12));
  }
  return copy;
}

describe('are read', () => {
  test.each(LAYOUTS)('tiles with odd fields, %j', async (layout) => {
    for (const count of [1, 3]) {
      const samples = Array.from({ length: WIDTH * HEIGHT * count }, (_, at) => (at * 29) % 256);
      const page = gray({ samples, count, tile: [16, 16], compression: 'lzw', fields: ODD });
      expect((await read(forgePage(page, layout))).data).toEqual(samples);
    }
  });

  test('tiles that call a single band a plane', async () => {
    const page = gray({ tile: [16, 16], fields: { 284: [2] } });
    expect((await read(forgePage(page))).data).toEqual(GRAY);
  });

  test('several pages of tiles, in one call', async () => {
    const inverse = GRAY.map((value) => 255 - value);
    const pages = [gray({ tile: [16, 16], fields: ODD }), gray({ samples: inverse, tile: [16, 16] })];
    const file = forgePages([gray({ samples: inverse, fields: { 254: [1] } }), ...pages]);
    const header = readHeader(file, limits, DEFAULT_READING);
    const { frames } = await coders.decode(file, header, { limits, range: { first: 0, count: 2 } });
    expect(frames.map(({ data }) => [...data])).toEqual([GRAY, inverse]);
  });

  test.each(['jpeg', 'ccittfax4'] as const)('fields out of order, packed as %s', async (compression) => {
    const file = await packed(compression);
    const expected = await read(file);
    expect(new Set(expected.data).size).toBeGreaterThan(1);
    expect((await read(reversed(file))).data).toEqual(expected.data);
  });

  test('packed as JPEG with another subsampling than the page says, or none', async () => {
    const samples = Uint8Array.from({ length: 3 * WIDTH * HEIGHT }, (_, at) => 128 + 90 * Math.sin(at / 70));
    const raw = sharp(samples, { raw: { width: WIDTH, height: HEIGHT, channels: 3 } });
    for (const [chromaSubsampling, own] of [
      ['4:4:4', [1, 1]],
      ['4:2:0', [2, 2]],
    ] as const) {
      const jpeg = await raw.clone().jpeg({ chromaSubsampling, quality: 95 }).toBuffer();
      const decoded = [...(await sharp(jpeg).raw().toBuffer())];
      for (const told of [undefined, [1, 1], [2, 1], [2, 2]]) {
        const fields = { 259: [7], 278: [HEIGHT], ...(told && { 530: told }) };
        const page = gray({ count: 3, photometric: 6, samples: [], fields, damage: () => jpeg });
        const { data } = await read(forgePage(page));
        expect(
          data.every((level, at) => Math.abs(level - (decoded[at] as number)) < 3),
          `${own} ${told}`,
        ).toBe(true);
      }
    }
    const progressive = await raw.clone().jpeg({ progressive: true }).toBuffer();
    const page = gray({
      count: 3,
      photometric: 6,
      samples: [],
      fields: { 259: [7] },
      damage: () => progressive,
    });
    await expect(read(forgePage(page))).rejects.toMatchObject({ status: 415, message: /progressive/ });
    expect((await read(forgePage(page), { failOn: 'error' })).data).toHaveLength(samples.length);
  });

  test('counts of bytes that are 0, too large or not there', async () => {
    const file = await packed('ccittfax4');
    const expected = await read(file);
    expect((await read(patched(file, 279, (entry) => entry.fill(0, 8)))).data).toEqual(expected.data);
    const plain = Buffer.from(forgePage(gray()));
    const large = patched(plain, 279, (entry) => entry.writeUInt32LE(35_000_000, 8));
    expect((await read(large)).data).toEqual(GRAY);
    expect((await read(patched(plain, 279, (entry) => entry.fill(0, 8)))).data).toEqual(GRAY);
  });

  test('fields of other types than usual', async () => {
    const long = (value: number) => ({ type: 4, values: [value] });
    const fields = { 258: long(8), 262: long(1), 277: long(1), 278: { type: 1, values: [HEIGHT] } };
    for (const layout of LAYOUTS)
      expect((await read(forgePage(gray({ fields }), layout))).data).toEqual(GRAY);
  });

  test.each([
    ['orientation', 274, 0],
    ['orientation', 274, 9],
    ['rows of a strip', 278, 0],
    ['planes', 284, 3],
    ['unit of the resolution', 296, 0],
    ['kind of samples', 339, 0],
    ['order of bits', 266, 0],
    ['number of inks', 334, 4],
  ])('an impossible %s, %i: %i', async (_name, tag, value) => {
    for (const tile of [undefined, [16, 16] as const]) {
      const page = gray({ ...(tile && { tile }), fields: { [tag]: [value] } });
      expect((await read(forgePage(page))).data).toEqual(GRAY);
    }
  });

  test('a page beside others that are damaged or of an unsupported kind', async () => {
    const others = [
      { 259: [34925] },
      { 256: [0] },
      { 274: [0] },
      { 65000: { type: 2, values: [] }, 254: [9] },
    ];
    for (const fields of others) {
      expect((await read(forgePages([gray(), gray({ fields })]))).data).toEqual(GRAY);
    }
  });

  test('a palette of fewer colours, unless a pixel has none', async () => {
    const colors = [10, 20, 30, 40, 50, 60, 70, 80, 90].map((level) => level * 257);
    const page = { width: 4, height: 1, photometric: 3, fields: { 320: colors } };
    const file = forgePage({ ...page, samples: [0, 1, 2, 1] });
    expect((await read(file)).data).toEqual([10, 40, 70, 20, 50, 80, 30, 60, 90, 20, 50, 80]);
    const beyond = forgePage({ ...page, samples: [0, 1, 3, 1] });
    await expect(read(beyond)).rejects.toMatchObject({ status: 422 });
  });

  test('more values for the bits than samples', async () => {
    expect((await read(forgePage(gray({ fields: { 258: [8, 8, 16, 16] } })))).data).toEqual(GRAY);
  });

  test('Group 3 without codes at the end of its lines', async () => {
    // Lines of 48 white pixels: 00001011 each (T.4 table 2, run of 48).
    const data = Uint8Array.of(0b00001011, 0b00001011, 0b00001011, 0b00001011);
    const page = gray({ height: 4, bits: 1, photometric: 0, samples: [], fields: { 259: [3], 278: [4] } });
    const file = forgePage({ ...page, damage: () => data });
    expect(new Set((await read(file)).data)).toEqual(new Set([255]));
  });
});

describe('are refused for damage in their data', () => {
  test('in tiles', async () => {
    const damage = (part: Uint8Array, index: number) =>
      index === 2 ? part.map((byte) => byte ^ 0x5a) : part;
    const file = forgePage(gray({ tile: [16, 16], compression: 'deflate', fields: ODD, damage }));
    await expect(read(file)).rejects.toMatchObject({ status: 422 });
    expect((await read(file, { failOn: 'none' })).data.slice(0, 16)).toEqual(GRAY.slice(0, 16));
  });

  test.each([
    ['jpeg', 0x55],
    ['ccittfax4', 0],
  ] as const)('packed as %s', async (compression, filling) => {
    const file = reversed(await packed(compression));
    const start = file.readUInt32LE(4);
    // Data lies before the directory, behind 8 bytes of the file's header.
    const damaged = Buffer.from(file).fill(filling, Math.floor(start / 2), start - 2);
    await expect(read(damaged)).rejects.toMatchObject({ status: 422 });
  });
});

describe('strips that the file leaves out', () => {
  test('are 0, with a note', async () => {
    const file = Buffer.from(forgePage(gray({ rowsPerStrip: 16 })));
    const at = (tag: number) => {
      let place = 0;
      patched(file, tag, (entry) => {
        place = entry.readUInt32LE(8);
      });
      return place;
    };
    file.writeUInt32LE(0, at(273) + 4);
    file.writeUInt32LE(0, at(279) + 4);
    const { header, data } = await read(file);
    expect(data).toEqual(GRAY.map((value, index) => (index < 16 * WIDTH ? value : 0)));
    expect(header.notes?.join()).toMatch(/leaves out/);
  });
});
