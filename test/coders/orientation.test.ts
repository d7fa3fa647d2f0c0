import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { turnUpright } from '../../src/coders/upright.ts';
import { DEFAULT_LIMITS } from '../../src/core/limits.ts';
import { readHeader } from '../../src/formats/registry.ts';
import { bytes, segment } from '../formats/forge.ts';
import { CODERS, decodeWith, difference, makeGradient, makeImage, sharpCoders } from '../formats/pictures.ts';

const ORIENTATIONS = [1, 2, 3, 4, 5, 6, 7, 8];
const stored = makeImage(7, 5, 3);

function write(format: 'png' | 'webp' | 'tiff' | 'jpeg' | 'avif', orientation: number, image = stored) {
  const { width, height, channels, data } = image;
  const options = format === 'webp' ? { lossless: true } : format === 'tiff' ? { compression: 'none' } : {};
  const raw = sharp(data, { raw: { width, height, channels } }).withMetadata({ orientation });
  return raw.toFormat(format, options).toBuffer();
}

describe.each(ORIENTATIONS)('orientation %i', (orientation) => {
  test.each(['png', 'webp', 'tiff'] as const)('of %s is read and applied once', async (format) => {
    const file = await write(format, orientation);
    const header = readHeader(file, DEFAULT_LIMITS);
    expect(header).toMatchObject({ width: 7, height: 5, orientation });
    const expected = await turnUpright(stored, orientation);
    for (const [, coders] of CODERS.filter(([, { decodes }]) => decodes(format))) {
      expect(await decodeWith(coders, file)).toEqual(expected);
    }
    const { data } = await sharp(file).autoOrient().raw().toBuffer({ resolveWithObject: true });
    expect(expected.data).toEqual(new Uint8Array(data));
  });

  test('of JPEG is the same in both kinds of coders', async () => {
    const file = await write('jpeg', orientation, makeGradient(40, 24, 3));
    const [a, b] = await Promise.all(CODERS.map(([, coders]) => decodeWith(coders, file)));
    if (!a || !b) throw new Error('Expected two pictures');
    expect(a).toMatchObject(orientation < 5 ? { width: 40, height: 24 } : { width: 24, height: 40 });
    expect({ width: b.width, height: b.height }).toEqual({ width: a.width, height: a.height });
    expect(difference(a, b).mean).toBeLessThan(2);
  });

  test('of AVIF is read from its own properties, and applied once', async () => {
    const image = makeGradient(41, 25, 3);
    const file = await write('avif', orientation, image);
    expect(readHeader(file, DEFAULT_LIMITS)).toMatchObject({ width: 41, height: 25, orientation });
    const upright = await decodeWith(sharpCoders, await write('avif', 1, image));
    expect(await decodeWith(sharpCoders, file)).toEqual(await turnUpright(upright, orientation));
  });
});

const orders = { big: 'MM', little: 'II' } as const;

describe.each(['big', 'little'] as const)('EXIF in %s-endian order', (order) => {
  const exif = (entries: number, tag: number, type: number, count: number, value: Uint8Array) =>
    bytes(
      order,
      'Exif\0\0',
      orders[order],
      [42, 2],
      [8, 4],
      [entries, 2],
      [tag, 2],
      [type, 2],
      [count, 4],
      value,
      // The next directory is the first one again.
      [8, 4],
    );
  const short = (value: number) => bytes(order, [value, 2], [0, 2]);
  const cases: Record<string, [block: Uint8Array, orientation: number]> = {
    'in directories that form a loop is read once': [exif(1, 0x112, 3, 1, short(6)), 6],
    'of 0 is upright': [exif(1, 0x112, 3, 1, short(0)), 1],
    'of 9 is upright': [exif(1, 0x112, 3, 1, short(9)), 1],
    'of 255 is upright': [exif(1, 0x112, 3, 1, short(255)), 1],
    'of four billion values has its first': [exif(1, 0x112, 3, 2 ** 32 - 1, short(8)), 8],
    'as text is upright': [exif(1, 0x112, 2, 1, short(6)), 1],
    'that is missing among entries that are too is upright': [exif(65535, 0x110, 3, 1, short(6)), 1],
    'in an empty block is upright': [Buffer.from('Exif\0\0'), 1],
  };

  test.each(Object.entries(cases))('an orientation %s', async (_what, [block, orientation]) => {
    const plain = await sharpCoders.encode(makeGradient(16, 8, 3), { format: 'jpeg', options: {} });
    const file = bytes('big', plain.subarray(0, 2), segment(0xe1, block), plain.subarray(2));
    expect(readHeader(file, DEFAULT_LIMITS).orientation).toBe(orientation);
    for (const [, coders] of CODERS) {
      expect((await decodeWith(coders, file)).width).toBe(orientation < 5 ? 16 : 8);
    }
  });
});
