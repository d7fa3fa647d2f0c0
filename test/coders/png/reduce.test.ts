import { readdirSync } from 'node:fs';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { encodePng } from '../../../src/coders/png/encoder.ts';
import { Palette } from '../../../src/coders/png/palette.ts';
import type { Image } from '../../../src/core/image.ts';
import type { Channels } from '../../../src/core/pixel.ts';
import { readFixture, sharpCoders } from '../../formats/pictures.ts';
import { expectSame, KINDS, paint, random } from './paint.ts';

/** A picture in so many colours, each of which is there. */
function inColors(count: number, channels: Channels, width = 61, height = 47): Image {
  const next = random(count);
  return paint(width, height, channels, (x, y, channel) => {
    const color = x + y * width < count ? x + y * width : Math.imul(x * 31 + y * 17, 2654435761) >>> 0;
    return (((color % count) * 7 + channel * 41) & 255) ^ (channel === 3 && next() < 0 ? 1 : 0);
  });
}

describe.each([3, 4] as const)('few colours in %i channels', (channels) => {
  test.each([
    [1, 1],
    [2, 1],
    [3, 2],
    [4, 2],
    [5, 4],
    [16, 4],
    [17, 8],
    [255, 8],
    [256, 8],
  ])('%i are numbers of %i bits', async (count, bits) => {
    // Too large to be tried in other forms.
    const image = inColors(count, channels, 161, 147);
    const file = await encodePng(image);
    expect(await sharp(file).metadata()).toMatchObject({ isPalette: true, bitsPerSample: bits, channels });
    await expectSame(image, file);
  });

  test('that are one too many stay as they are', async () => {
    const image = inColors(256, channels, 161, 147);
    image.data.set([1, 2, 3], image.data.length - channels);
    const file = await encodePng(image);
    expect((await sharp(file).metadata()).isPalette).toBeFalsy();
    await expectSame(image, file);
  });

  test.each([
    [1, 1],
    [7, 3],
    [9, 1],
    [1, 9],
    [15, 15],
    [33, 33],
  ])('of %i x %i pixels come back', async (width, height) => {
    for (const count of [1, 2, 4, 9, 200]) {
      const image = inColors(count, channels, width, height);
      await expectSame(image, await encodePng(image));
    }
  });

  test('and options of zlib come back', async () => {
    for (const options of [
      { compressionLevel: 0 },
      { compressionLevel: 9 },
      { adaptiveFiltering: true },
      { adaptiveFiltering: false },
    ]) {
      for (const [width, height] of [
        [20, 20],
        [161, 147],
      ] as const) {
        const image = inColors(30, channels, width, height);
        await expectSame(image, await encodePng(image, options));
      }
    }
  });
});

test('an opaque picture with alpha keeps its alpha', async () => {
  const image = paint(100, 100, 4, (x, _, channel) => (channel === 3 ? 255 : x & 3));
  const file = await encodePng(image);
  expect((await sharp(file).metadata()).isPalette).toBe(true);
  await expectSame(image, file);
});

test('transparent pixels keep their colours', async () => {
  const image = paint(100, 100, 4, (x, y, channel) => (channel === 3 ? 0 : (x * channel) & y & 3));
  await expectSame(image, await encodePng(image));
});

describe('gray', () => {
  test.each([
    [1, 255],
    [2, 85],
    [4, 17],
  ])('of %i bits is written as such', async (bits, step) => {
    const image = paint(161, 147, 1, (x, y) => step * ((x * y) % 2 ** bits));
    const file = await encodePng(image);
    expect(await sharp(file).metadata()).toMatchObject({ bitsPerSample: bits, channels: 1 });
    await expectSame(image, file);
  });

  test('with one level more has 8 bits', async () => {
    const image = paint(161, 147, 1, (x, y) => (x === 160 && y === 146 ? 18 : 17 * (x & 15)));
    const file = await encodePng(image);
    expect(await sharp(file).metadata()).toMatchObject({ bitsPerSample: 8, channels: 1 });
    await expectSame(image, file);
  });

  test.each([1, 2] as const)('of any extent comes back in %i channels', async (channels) => {
    for (const width of [1, 2, 3, 7, 8, 9, 17]) {
      for (const step of [255, 85, 17, 1]) {
        const image = paint(width, 5, channels, (x, y) => (step * (x + y)) % 256);
        await expectSame(image, await encodePng(image));
      }
    }
  });
});

test('no palette is made where that is asked for', async () => {
  const image = inColors(9, 3, 161, 147);
  const file = await encodePng(image, { palette: false });
  expect((await sharp(file).metadata()).isPalette).toBeFalsy();
  await expectSame(image, file);
});

test('counting stops at the 257th colour', () => {
  const image = paint(1000, 1000, 3, KINDS.noise);
  let pieces = 0;
  const work = Palette.find(image);
  for (;;) {
    const { done, value } = work.next();
    pieces++;
    if (!done) continue;
    expect(value).toBeUndefined();
    break;
  }
  expect(pieces).toBe(1);
});

const SUITE = readdirSync(new URL('../../fixtures/pngsuite/', import.meta.url)).filter((name) =>
  /^[^x].*\.png$/.test(name),
);

test.each(SUITE)('%s is at most a hundredth larger than what sharp writes', async (name) => {
  const bytes = readFixture(`pngsuite/${name}`);
  const { depth, channels } = await sharp(bytes).metadata();
  // sharp would write 16 bits as 8.
  const space = depth === 'ushort' ? (channels < 3 ? 'grey16' : 'rgb16') : channels < 2 ? 'b-w' : 'srgb';
  const peer = await sharp(bytes).toColourspace(space).png().toBuffer();
  const file = await sharpCoders.encode(await sharpCoders.decode(bytes), { format: 'png', options: {} });
  expect(file.length).toBeLessThanOrEqual(1.01 * peer.length);
});

test('an equal picture is an equal file', async () => {
  for (const image of [inColors(40, 4, 20, 20), inColors(40, 3, 200, 200), paint(90, 90, 3, KINDS.text)]) {
    const [one, other] = await Promise.all([
      encodePng(image),
      encodePng({ ...image, data: image.data.slice() }),
    ]);
    expect(one.equals(other)).toBe(true);
  }
});
