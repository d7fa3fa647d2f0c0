/** Files whose pixels are whole, and whose end is not. Decoders do not read it. */
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import type { Image } from '../../src/core/image.ts';
import { bytes } from '../formats/forge.ts';
import {
  CODERS,
  decodeWith,
  makeImage,
  readFixture,
  sharpCoders,
  type TestCoders,
} from '../formats/pictures.ts';
import { forgeAnimatedPng } from '../support/animations.ts';

const image = makeImage(20, 16, 3);
const png = await sharpCoders.encode(image, { format: 'png', options: {} });
const avif = readFixture('avif/clap.avif');

/** Junk of some lengths: less than a box or chunk needs, as long as one, and more. */
const JUNK = [1, 3, 7, 8, 9, 12, 16, 100].flatMap((length) =>
  [0, 1, 0x41, 0xff].map((value) => new Uint8Array(length).fill(value)),
);

async function expectSame(coders: TestCoders, file: Uint8Array, whole: Image, what: string): Promise<void> {
  expect((await decodeWith(coders, file)).data, what).toEqual(whole.data);
}

describe.each(CODERS)('%s decodes', (_name, coders) => {
  test('a PNG whose end is cut', async () => {
    for (let lost = 0; lost <= 12; lost++)
      await expectSame(coders, png.subarray(0, png.length - lost), image, `${lost} bytes lost`);
  });

  test('a PNG with junk in place of its end, or behind it', async () => {
    for (const end of [12, 0]) {
      for (const junk of JUNK) {
        const file = bytes('big', png.subarray(0, png.length - end), junk);
        await expectSame(coders, file, image, `${junk.length} times ${junk[0]} in place of ${end} bytes`);
      }
    }
  });
});

test('a PNG or AVIF whose pixels are cut is refused', async () => {
  const frame = { width: 8, height: 8, data: new Uint8Array(256).map((_, at) => at) };
  const animation = forgeAnimatedPng({ width: 8, height: 8, frames: [frame, frame] });
  for (const file of [png.subarray(0, -13), animation.subarray(0, -20), avif.subarray(0, -1)]) {
    await expect(decodeWith(sharpCoders, file)).rejects.toMatchObject({ code: 'truncated-image' });
  }
});

test('an AVIF with junk behind it is decoded', async () => {
  const whole = await decodeWith(sharpCoders, avif);
  for (const junk of JUNK) {
    const what = `${junk.length} times ${junk[0]}`;
    await expectSame(sharpCoders, bytes('big', avif, junk), whole, what);
  }
});

test('a TIFF is decoded that lacks the place of the next page, or a part of it', async () => {
  const { data, width, height, channels } = image;
  const tiff = await sharp(data as Uint8Array, { raw: { width, height, channels } })
    .tiff({ compression: 'none' })
    .toBuffer();
  // libtiff writes the directory behind the pixels, and the values of its fields behind that; sharp's have few.
  const start = tiff.readUInt32LE(4);
  const end = start + 2 + 12 * tiff.readUInt16LE(start);
  // Moves the directory to the end, with the place of the next page.
  const moved = Buffer.concat([tiff, tiff.subarray(start, end), Buffer.alloc(4)]);
  moved.writeUInt32LE(tiff.length, 4);
  for (const lost of [0, 1, 2, 3, 4])
    await expectSame(sharpCoders, moved.subarray(0, moved.length - lost), image, `${lost} bytes lost`);
});
