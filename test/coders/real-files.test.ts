import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { openPicture } from '../../src/coders/open.ts';
import { isNoirError } from '../../src/core/errors.ts';
import { DEFAULT_LIMITS } from '../../src/core/limits.ts';
import { DEFAULT_READING } from '../../src/formats/input.ts';
import { uprightExtent } from '../../src/formats/orientation.ts';
import { readHeader } from '../../src/formats/registry.ts';
import { CODERS, decodeWith, difference, readFixture, realFiles, sharpCoders } from '../formats/pictures.ts';

const files = realFiles();
const damaged = ({ name }: { name: string }) => /(^|\/)x[a-z0-9]{7}\.png$/.test(name);
const hostile = ({ name }: { name: string }) => /bombs|monkey12|hole|cut/.test(name);
const sound = files.filter((file) => !damaged(file) && !hostile(file));
/** Pictures for which decoding in plain JavaScript is quick enough for a test. */
const small = sound.filter((file) => file.bytes().length < 200_000);

test.each(sound)('$name has the header that sharp sees', async ({ bytes }) => {
  const header = readHeader(bytes(), DEFAULT_LIMITS);
  const seen = await sharp(bytes()).metadata();
  const depths = { uchar: 'u8', ushort: 'u16', float: 'f32' } as Record<string, string>;
  // libvips says of an AVIF what it has turned it to.
  const isAvif = seen.format === 'heif';
  const { width, height } = isAvif ? uprightExtent(header, header.orientation) : header;
  expect({ ...header, width, height }).toMatchObject({
    format: isAvif ? 'avif' : seen.format,
    width: seen.width,
    height: seen.height,
    // Four channels of ink become three of light.
    channels: seen.space === 'cmyk' ? 3 : seen.channels,
    type: depths[seen.depth ?? ''],
    orientation: isAvif ? header.orientation : (seen.orientation ?? 1),
  });
});

test.each(files.filter(damaged))('$name is called damaged by both kinds of coders', async ({ bytes }) => {
  for (const [, coders] of CODERS) {
    await expect(decodeWith(coders, bytes())).rejects.toMatchObject({ code: 'corrupt-image' });
  }
});

test.each(files.filter(hostile))('$name is refused before it is decoded', async ({ bytes }) => {
  await expect(openPicture(bytes(), DEFAULT_LIMITS, DEFAULT_READING)).rejects.toEqual(
    expect.toSatisfy((error: unknown) => isNoirError(error) && [415, 422].includes(error.status)),
  );
});

test.each(small)(
  '$name decodes as its header says, alike in both kinds of coders',
  async ({ name, bytes }) => {
    const file = bytes();
    const header = readHeader(file, DEFAULT_LIMITS);
    const images = await Promise.all(
      CODERS.filter(([, coders]) => coders.decodes(header.format)).map(([, coders]) =>
        decodeWith(coders, file),
      ),
    );
    for (const image of images) {
      expect(image).toMatchObject({ channels: header.channels, type: header.type });
      expect(image.data.length).toBe(image.width * image.height * image.channels);
    }
    const [a, b] = images;
    const profiled = (await sharp(file).metadata()).hasProfile;
    if (a && b && header.format === 'png' && !profiled) expect(difference(a, b).most, name).toBe(0);
  },
);

describe('a photo in Display P3', () => {
  const file = readFixture('photos/displayp3.jpg');

  test('arrives as sRGB, so that its colours are more saturated than as stored', async () => {
    const [converted, plain] = await Promise.all(CODERS.map(([, coders]) => decodeWith(coders, file)));
    if (!converted || !plain) throw new Error('Expected two pictures');
    expect(difference(converted, plain).mean).toBeGreaterThan(1);
    const { data } = await sharp(file).raw().toBuffer({ resolveWithObject: true });
    expect(difference(converted, { ...converted, data }).most).toBe(0);
  });

  test('is written without its profile', async () => {
    const again = await sharpCoders.encode(await decodeWith(sharpCoders, file), {
      format: 'jpeg',
      options: {},
    });
    expect((await sharp(again).metadata()).hasProfile).toBe(false);
  });
});
