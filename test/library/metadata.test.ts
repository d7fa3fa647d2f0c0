import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import sharp, { type Sharp } from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createNoir, type Noir } from '../../src/noir.ts';
import { noise } from '../support/pictures.ts';

let noir: Noir;
beforeAll(async () => {
  noir = await createNoir({ backends: ['cpu'] });
});
afterAll(() => noir.close());

/** The members that sharp has too. */
const SHARED = [
  'size',
  'width',
  'height',
  'space',
  'channels',
  'depth',
  'hasAlpha',
  'hasProfile',
  'autoOrient',
] as const;

async function expectAsSharp(file: Buffer | string): Promise<void> {
  const [own, theirs] = [await noir(file).metadata(), await sharp(file).metadata()];
  for (const name of SHARED) {
    // sharp tells no size of a file by its path.
    if (theirs[name] !== undefined) expect([name, own[name]]).toEqual([name, theirs[name]]);
  }
  expect(own.format).toBe(theirs.format === 'heif' ? 'avif' : theirs.format);
  expect(own.orientation).toBe(theirs.orientation ?? 1);
  expect(own.hasExif).toBe(theirs.exif !== undefined);
  // sharp says 72 where a file says nothing, and nothing of WebP and AVIF.
  const isKnown = theirs.density !== undefined && theirs.density !== 72;
  if (isKnown) expect(own.density).toBe(theirs.density);
}

const create = {
  width: 20,
  height: 10,
  channels: 4,
  background: { r: 9, g: 99, b: 199, alpha: 0.5 },
} as const;

describe('metadata', () => {
  const formats: Readonly<Record<string, (picture: Sharp) => Sharp>> = {
    jpeg: (picture) => picture.flatten().jpeg(),
    'gray jpeg': (picture) => picture.flatten().greyscale().jpeg(),
    'cmyk jpeg': (picture) => picture.flatten().toColourspace('cmyk').jpeg(),
    png: (picture) => picture.png(),
    '16-bit png': (picture) => picture.toColourspace('rgb16').png(),
    'palette png': (picture) => picture.png({ palette: true }),
    webp: (picture) => picture.webp(),
    avif: (picture) => picture.avif(),
    gif: (picture) => picture.gif(),
    tiff: (picture) => picture.tiff(),
    'gray tiff': (picture) => picture.flatten().greyscale().tiff(),
  };

  it.each(Object.keys(formats))('is as sharp’s: %s, bare and with all that there may be', async (name) => {
    const encode = formats[name] as (picture: Sharp) => Sharp;
    await expectAsSharp(await encode(sharp({ create })).toBuffer());
    // Libvips turns an AVIF by its boxes, and says nothing of it.
    const orientation = name === 'avif' ? 1 : 6;
    const picture = sharp({ create }).withMetadata({ density: 300, orientation }).withIccProfile('p3');
    const file = await encode(picture.withExifMerge({ IFD0: { Artist: 'A' } })).toBuffer();
    await expectAsSharp(file);
    expect((await noir(file).metadata()).density).toBe(/gif|avif/.test(name) ? undefined : 300);
  });

  it.each(['pngsuite', 'avif', 'jpeg', 'photos'])('is as sharp’s on the fixtures in %s', async (folder) => {
    const path = join('test/fixtures', folder);
    const names = readdirSync(path).filter((name) => /\.(png|avif|jpe?g|webp|gif)$/.test(name));
    // Noir refuses wrong checksums, and tells the extent of a clean aperture before it is turned.
    const alike = names.filter((name) => !/^x|clap-irot/.test(name));
    for (const name of alike) await expectAsSharp(join(path, name));
    expect(alike.length).toBeGreaterThan(0);
  });

  it('says how large pixels in memory are', async () => {
    const image = noise({ width: 7, height: 5, channels: 2, type: 'u16' });
    expect(await noir(image).metadata()).toMatchObject({
      ...{ format: 'raw', size: 140, width: 7, height: 5, channels: 2, space: 'grey16', depth: 'ushort' },
      ...{ hasAlpha: true, hasProfile: false, hasExif: false, orientation: 1, pages: 1 },
    });
  });

  it('counts pages, of the input and not of the result', async () => {
    const frames = await Promise.all(
      ['red', 'blue'].map((background) =>
        sharp({ create: { ...create, channels: 3, background } })
          .png()
          .toBuffer(),
      ),
    );
    const joined = sharp(frames, { join: { animated: true } });
    const timing = { delay: [100, 200], loop: 3 };
    for (const animated of [joined.clone().webp(timing), joined.clone().gif(timing)]) {
      const metadata = await noir(await animated.toBuffer())
        .resize(2)
        .metadata();
      expect(metadata).toMatchObject({ pages: 2, ...timing, width: 20, height: 10 });
    }
    const stack = await noir(await joined.webp().toBuffer(), { pages: 'all' })
      .tiff()
      .toBuffer();
    expect((await noir(stack).metadata()).pages).toBe(2);
  });

  it('is refused for what is no picture, is missing, or passes a limit', async () => {
    await expect(noir(Buffer.from('text')).metadata()).rejects.toMatchObject({ code: 'unsupported-format' });
    const whole = sharp({ create: { width: 40, height: 30, channels: 3, background: 'red' } });
    const [png, jpeg] = [await whole.clone().png().toBuffer(), await whole.clone().jpeg().toBuffer()];
    const cut = png.subarray(0, png.length - 20);
    const stray = Buffer.concat([jpeg.subarray(0, 2), Buffer.alloc(2), jpeg.subarray(2)]);
    for (const file of [cut, stray]) {
      await expect(noir(file).metadata()).rejects.toMatchObject({ status: 422 });
      expect(await noir(file, { failOn: 'none' }).metadata()).toMatchObject({ width: 40, height: 30 });
    }
    await expect(noir('no.png').metadata()).rejects.toMatchObject({ code: 'not-found' });
    const narrow = await createNoir({ backends: ['cpu'], limits: { side: 8 } });
    await expect(narrow(await sharp({ create }).png().toBuffer()).metadata()).rejects.toMatchObject({
      code: 'dimension-limit',
    });
    await narrow.close();
  });
});
