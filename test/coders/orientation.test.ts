import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { turnUpright } from '../../src/coders/upright.ts';
import { DEFAULT_LIMITS } from '../../src/core/limits.ts';
import { readHeader } from '../../src/formats/registry.ts';
import { bytes, pngChunk, segment } from '../formats/forge.ts';
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

/** The same WebP with another EXIF chunk, which is its last. */
function withExif(webp: Buffer, block: Uint8Array): Uint8Array {
  const body = webp.subarray(12, webp.indexOf('EXIF', 12));
  const padding = new Uint8Array(block.length % 2);
  const chunks = bytes('little', 'WEBP', body, 'EXIF', [block.length, 4], block, padding);
  return bytes('little', 'RIFF', [chunks.length, 4], chunks);
}

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
    'as BYTE counts': [exif(1, 0x112, 1, 1, bytes(order, [6], [0, 3])), 6],
    'as LONG counts': [exif(1, 0x112, 4, 1, bytes(order, [6, 4])), 6],
    'as SBYTE counts': [exif(1, 0x112, 6, 1, bytes(order, [8], [0, 3])), 8],
    'as SSHORT counts': [exif(1, 0x112, 8, 1, short(5)), 5],
    'as SLONG counts': [exif(1, 0x112, 9, 1, bytes(order, [7, 4])), 7],
    'as a negative SBYTE is upright': [exif(1, 0x112, 6, 1, bytes(order, [0xfa], [0, 3])), 1],
    'as a negative SLONG is upright': [exif(1, 0x112, 9, 1, bytes(order, [0xfffffffa, 4])), 1],
    'as a fraction is upright': [exif(1, 0x112, 5, 1, bytes(order, [6, 4])), 1],
    'as text is upright': [exif(1, 0x112, 2, 1, short(6)), 1],
    'that is missing among entries that are too is upright': [exif(65535, 0x110, 3, 1, short(6)), 1],
    'in an empty block is upright': [Buffer.from('Exif\0\0'), 1],
  };

  test.each(Object.entries(cases))(
    'an orientation %s, in PNG and WebP too',
    async (_what, [block, orientation]) => {
      const image = makeImage(16, 8, 3);
      const png = await sharpCoders.encode(image, { format: 'png', options: {} });
      // The signature and IHDR are 33 bytes.
      const chunk = pngChunk('eXIf', block.subarray(6));
      const webp = await write('webp', 6, image);
      const files = {
        png: bytes('big', png.subarray(0, 33), chunk, png.subarray(33)),
        webp: withExif(webp, block),
      };
      for (const file of Object.values(files)) {
        expect(readHeader(file, DEFAULT_LIMITS).orientation).toBe(orientation);
        const expected = await turnUpright(image, orientation);
        expect(await decodeWith(sharpCoders, file)).toEqual(expected);
      }
    },
  );

  test.each(Object.entries(cases))('an orientation %s', async (_what, [block, orientation]) => {
    const plain = await sharpCoders.encode(makeGradient(16, 8, 3), { format: 'jpeg', options: {} });
    const file = bytes('big', plain.subarray(0, 2), segment(0xe1, block), plain.subarray(2));
    expect(readHeader(file, DEFAULT_LIMITS).orientation).toBe(orientation);
    for (const [, coders] of CODERS) {
      expect((await decodeWith(coders, file)).width).toBe(orientation < 5 ? 16 : 8);
    }
  });
});
