import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { divideByAlpha } from '../../src/coders/straight-alpha.ts';
import { turnUpright } from '../../src/coders/upright.ts';
import type { Image } from '../../src/core/image.ts';
import { DEFAULT_LIMITS } from '../../src/core/limits.ts';
import { readHeader } from '../../src/formats/registry.ts';
import { createNoir } from '../../src/noir.ts';
import { addPrem, addProperties, avifBox, clapBox, clapOf, imirBox, irotBox } from '../formats/avif/forge.ts';
import { decodeWith, makeGradient, makeImage, readFixture, sharpCoders } from '../formats/pictures.ts';

type Part = readonly [x: number, y: number, width: number, height: number];

const [WIDTH, HEIGHT] = [63, 47];

/** Two pictures of odd sides: one whose colours have half the resolution, and one with alpha and 10 bits. */
const subsampled = await encode(makeGradient(WIDTH, HEIGHT, 3), { quality: 90, chromaSubsampling: '4:2:0' });
const withAlpha = await encode(makeImage(WIDTH, HEIGHT, 4), { lossless: true });

async function encode(image: Image, options: Record<string, unknown>): Promise<Buffer> {
  return Buffer.from(await sharpCoders.encode(image, { format: 'avif', options }));
}

function cut({ channels, data, ...rest }: Image, [x, y, width, height]: Part): Image {
  const rows = Array.from({ length: height }, (_, row) => {
    const start = ((y + row) * rest.width + x) * channels;
    return [...data.subarray(start, start + width * channels)];
  });
  return { ...rest, channels, width, height, data: Uint8Array.from(rows.flat()) };
}

const clap = (part: Part) => clapOf([WIDTH, HEIGHT], part);

describe.each([
  ['colours of half the resolution', subsampled, [1]],
  ['alpha', withAlpha, [1]],
  ['alpha that is told the same', withAlpha, [1, 2]],
] as const)('an AVIF with %s', (_what, file, items) => {
  const all: Part = [0, 0, WIDTH, HEIGHT];
  // Properties, the part that they leave, and the EXIF orientation by which that is turned.
  const cases: [what: string, properties: Buffer[], part: Part, orientation: number][] = [
    ['in the middle', [clap([15, 11, 33, 25])], [15, 11, 33, 25], 1],
    ['at even places', [clap([16, 12, 32, 24])], [16, 12, 32, 24], 1],
    ['at odd places', [clap([7, 5, 32, 23])], [7, 5, 32, 23], 1],
    ['in a corner', [clap([62, 46, 1, 1])], [62, 46, 1, 1], 1],
    ['that leaves all', [clap(all)], all, 1],
    ['of unequal fractions', [clapBox(66, 2, 75, 3, 1, 1, -3, 3)], [16, 10, 33, 25], 1],
    ['turned by a quarter', [clap([7, 5, 32, 23]), irotBox(1)], [7, 5, 32, 23], 8],
    ['turned by two', [clap([7, 5, 32, 23]), irotBox(2)], [7, 5, 32, 23], 3],
    ['turned by three', [clap([7, 5, 32, 23]), irotBox(3)], [7, 5, 32, 23], 6],
    ['mirrored top to bottom', [clap([7, 5, 32, 23]), imirBox(0)], [7, 5, 32, 23], 4],
    ['mirrored left to right', [clap([7, 5, 32, 23]), imirBox(1)], [7, 5, 32, 23], 2],
    ['turned, then mirrored', [clap([7, 5, 32, 23]), irotBox(1), imirBox(0)], [7, 5, 32, 23], 5],
    [
      'turned, then mirrored the other way',
      [clap([7, 5, 32, 23]), irotBox(1), imirBox(1)],
      [7, 5, 32, 23],
      7,
    ],
    ['mirrored, then turned', [clap([7, 5, 32, 23]), imirBox(1), irotBox(1)], [7, 5, 32, 23], 5],
    ['after a quarter', [irotBox(1), clapOf([HEIGHT, WIDTH], [3, 9, 20, 30])], [24, 3, 30, 20], 8],
    [
      'after a quarter and a mirror',
      [irotBox(1), imirBox(1), clapOf([HEIGHT, WIDTH], [3, 9, 20, 30])],
      [24, 24, 30, 20],
      7,
    ],
    ['absent, but turned by a quarter', [irotBox(1)], all, 8],
    ['absent, but turned by two', [irotBox(2)], all, 3],
    ['absent, but mirrored', [imirBox(1)], all, 2],
  ];

  test.each(cases)('and a clean aperture %s', async (_which, properties, part, orientation) => {
    const told = addProperties(file, properties, [...items]);
    const [, , width, height] = part;
    expect(readHeader(told, DEFAULT_LIMITS)).toMatchObject({ width, height, orientation });
    const expected = await turnUpright(cut(await decodeWith(sharpCoders, file), part), orientation);
    expect(await decodeWith(sharpCoders, told)).toEqual(expected);
  });
});

test('turns and mirrors in any order are what libheif makes of them', async () => {
  const plain = await encode(makeImage(16, 12, 3), { lossless: true });
  const upright = [imirBox(0), imirBox(1), irotBox(2)];
  const moves = [...upright, irotBox(1), irotBox(3)];
  for (const first of moves) {
    for (const second of moves) {
      const part = clapOf(upright.includes(first) ? [16, 12] : [12, 16], [2, 2, 4, 6]);
      const file = addProperties(plain, [first, part, second]);
      const { data, info } = await sharp(file).raw().toBuffer({ resolveWithObject: true });
      const image = await decodeWith(sharpCoders, file);
      expect(image).toMatchObject({ width: info.width, height: info.height });
      expect(Buffer.compare(data, image.data as Uint8Array)).toBe(0);
    }
  }
});

describe('a clean aperture is refused', () => {
  const cases: Record<string, Buffer> = {
    'beyond the right edge': clap([40, 5, 32, 23]),
    'beyond the left edge': clap([-1, 5, 32, 23]),
    'beyond the lower edge': clap([7, 40, 32, 23]),
    'that is larger than the picture': clap([-10, 0, 80, 47]),
    'of no width': clapBox(0, 1, 23, 1, 0, 1, 0, 1),
    'of negative height': clapBox(33, 1, -23, 1, 0, 1, 0, 1),
    'of two billion columns': clapBox(0x7fffffff, 1, 23, 1, 0, 1, 0, 1),
    'divided by zero': clapBox(33, 0, 23, 1, 0, 1, 0, 1),
    'whose offset is divided by zero': clapBox(33, 1, 23, 1, 0, 0, 0, 1),
    'of half a column': clapBox(67, 2, 23, 1, 0, 1, 0, 1),
    'between two columns': clapBox(32, 1, 23, 1, 0, 1, 0, 1),
    'that is cut short': avifBox('clap', Buffer.alloc(0)),
  };
  test.each(Object.entries(cases))('%s', (_what, box) => {
    const file = addProperties(subsampled, [box]);
    expect(() => readHeader(file, DEFAULT_LIMITS)).toThrow(
      expect.objectContaining({ code: 'corrupt-image' }),
    );
  });
});

test.each([
  ['clap', 32, 24, [0, 0, 77, 4, 0, 77]],
  ['clap-irot', 24, 32, [124, 0, 77, 124, 5, 77]],
] as const)('%s.avif is its clean aperture, turned', async (name, width, height, first) => {
  const image = await decodeWith(sharpCoders, readFixture(`avif/${name}.avif`));
  expect(image).toMatchObject({ width, height, channels: 3 });
  expect([...image.data.subarray(0, 6)]).toEqual(first);
});

describe('premultiplied alpha', () => {
  const stored = Uint8Array.of(200, 100, 50, 255, 100, 50, 25, 128, 10, 5, 2, 13, 9, 9, 9, 0, 90, 90, 60, 60);
  const image: Image = { width: 5, height: 1, channels: 4, type: 'u8', space: 'srgb', data: stored };
  const straight = [200, 100, 50, 255, 199, 100, 50, 128, 196, 98, 39, 13, 0, 0, 0, 0, 255, 255, 255, 60];

  test('of an AVIF is divided out, and rounded', async () => {
    const file = await encode(image, { lossless: true });
    expect([...(await decodeWith(sharpCoders, file)).data]).toEqual([...stored]);
    expect([...(await decodeWith(sharpCoders, addPrem(file))).data]).toEqual(straight);
  });

  test('is cut and turned as any other', async () => {
    const file = addProperties(addPrem(await encode(image, { lossless: true })), [irotBox(2)]);
    const { data } = await decodeWith(sharpCoders, file);
    expect([...data.subarray(0, 4)]).toEqual([255, 255, 255, 60]);
  });

  test('of 16 bits is divided to 16 bits', async () => {
    const data = Uint16Array.of(1000, 3, 60000, 40000, 100, 65535);
    const deep: Image = { width: 3, height: 1, channels: 2, type: 'u16', space: 'srgb', data };
    await divideByAlpha(deep);
    expect([...data]).toEqual([65535, 3, 65535, 40000, 100, 65535]);
  });
});

describe('an AVIF sequence is refused by name', () => {
  const refused = expect.objectContaining({
    code: 'unsupported-format',
    message: expect.stringContaining('AVIF sequences'),
  });

  test('when its brand comes first', () => {
    const file = Buffer.from(subsampled);
    file.write('avis', 8, 'latin1');
    expect(() => readHeader(file, DEFAULT_LIMITS)).toThrow(refused);
  });

  test('when there is no still picture', () => {
    const types = Buffer.from('isom\0\0\0\0avisiso8', 'latin1');
    const file = Buffer.concat([avifBox('ftyp', types), avifBox('moov', Buffer.alloc(8))]);
    expect(() => readHeader(file, DEFAULT_LIMITS)).toThrow(refused);
  });

  test('but not a still picture beside one', () => {
    const file = Buffer.from(subsampled);
    // The second of the compatible brands.
    file.write('avis', 20, 'latin1');
    expect(readHeader(file, DEFAULT_LIMITS)).toMatchObject({ width: WIDTH, height: HEIGHT });
  });
});

test.each([
  ['that nobody knows', avifBox('abcd')],
  ['that scales', avifBox('iscl', Buffer.of(0, 0, 0, 0, 0, 1, 0, 2, 0, 1, 0, 2))],
])('an AVIF with an essential property %s is refused by name', (_what, box) => {
  expect(() => readHeader(addProperties(subsampled, [box]), DEFAULT_LIMITS)).toThrow(
    expect.objectContaining({ code: 'unsupported-format', message: expect.stringMatching(/"(abcd|iscl)"/) }),
  );
});

test('an AVIF shows its primary item, which need not be the first', async () => {
  const file = Buffer.from(withAlpha);
  // The alpha becomes a picture of its own, and the one to show.
  file.write('xxxl', file.indexOf('auxl'), 'latin1');
  file.writeUInt16BE(2, file.indexOf('pitm') + 8);
  const { data } = await decodeWith(sharpCoders, file);
  const { data: whole } = await decodeWith(sharpCoders, withAlpha);
  const alphas = Array.from({ length: WIDTH * HEIGHT }, (_, at) => whole[4 * at + 3] as number);
  for (const [at, alpha] of alphas.entries())
    expect(Math.abs((data[3 * at] as number) - alpha)).toBeLessThanOrEqual(1);
});

test('an AVIF with a first brand that libvips does not know is read', async () => {
  const { data } = await decodeWith(sharpCoders, subsampled);
  for (const brand of ['miaf', 'avio']) {
    const file = Buffer.from(subsampled);
    file.write(brand, 8, 'latin1');
    expect((await decodeWith(sharpCoders, file)).data).toEqual(data);
  }
});

describe('gray without colours, of the narrow range', () => {
  test('goes from black to white', async () => {
    // A ramp from 0 to 255, by libavif.
    const image = await decodeWith(sharpCoders, readFixture('avif/gray-narrow.avif'));
    const { width, channels, data } = image;
    for (let x = 0; x < width; x++) {
      const expected = Math.round((255 * x) / (width - 1));
      expect(Math.abs((data[x * channels] as number) - expected)).toBeLessThan(4);
    }
  });

  test('is the same from file to file', async () => {
    const noir = await createNoir({ backends: ['sharp'], gpu: 'off' });
    const file = await noir(readFixture('avif/gray-narrow.avif')).webp({ lossless: true }).toBuffer();
    await noir.close();
    const stored = await sharp(file).raw().toBuffer();
    const { data } = await decodeWith(sharpCoders, readFixture('avif/gray-narrow.avif'));
    expect(Buffer.compare(stored, Buffer.from(data))).toBe(0);
  });
});
