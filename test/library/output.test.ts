import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Image } from '../../src/core/image.ts';
import type { Pipeline } from '../../src/library/pipeline.ts';
import { createNoir, type Noir } from '../../src/noir.ts';
import { pngOf } from '../engine/files.ts';
import { noise } from '../support/pictures.ts';

const image = noise({ width: 12, height: 7, channels: 3, type: 'u8' });
const samples = (picture: Image) => [...picture.data];

let noir: Noir;
beforeAll(async () => {
  noir = await createNoir({ backends: ['cpu'] });
});
afterAll(() => noir.close());

describe('the output of a pipeline', () => {
  let folder: string;
  let png: Buffer;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'noir-'));
    png = await pngOf(image);
  });
  afterAll(() => rm(folder, { recursive: true }));

  it.each([
    ['out.jpg', 'jpeg'],
    ['out.WEBP', 'webp'],
    ['out.tif', 'tiff'],
    ['out.png', 'png'],
    ['out', 'png'],
  ])('is a file %s of format %s', async (name, format) => {
    const path = join(folder, name);
    const encoded = await noir(png).negate().toFile(path);
    expect(encoded.format).toBe(format);
    expect((await sharp(await readFile(path)).metadata()).format).toBe(format);
  });

  it('keeps metadata where that is asked for, in any order of the calls', async () => {
    const photo = await sharp(png)
      .withExif({ IFD0: { Artist: 'the author' }, IFD3: { GPSMapDatum: 'the place' } })
      .withIccProfile('p3')
      .png()
      .toBuffer();
    const kept = async (pipeline: Pipeline) => {
      const { exif, hasProfile } = await sharp(await pipeline.toBuffer()).metadata();
      return [hasProfile, exif?.includes('the author'), exif?.includes('the place')];
    };
    expect(await kept(noir(photo).webp())).toEqual([false, undefined, undefined]);
    expect(await kept(noir(photo).keepExif().webp())).toEqual([false, true, false]);
    expect(await kept(noir(photo).webp().keepExif().keepIccProfile())).toEqual([true, true, false]);
    expect(await kept(noir(photo).keepMetadata().resize(5).jpeg({ quality: 90 }))).toEqual([
      true,
      true,
      true,
    ]);
    const { small } = await noir(photo).outputs({ small: (p) => p.resize(4).keepMetadata().avif() });
    expect((await sharp(small.data).metadata()).hasProfile).toBe(true);
  });

  it("is of the format asked for where the ending is no format's", async () => {
    const path = join(folder, 'photo.part');
    await noir(png).webp().toFile(pathToFileURL(path));
    expect((await sharp(path).metadata()).format).toBe('webp');
  });

  it('is refused where its ending says something else, and nothing is written', async () => {
    const before = readdirSync(folder);
    const wrong: [Pipeline, string][] = [
      [noir(png), 'x.xyz'],
      [noir(png).webp(), 'x.jpg'],
      [noir(png).stats(), 'x.png'],
      [noir(png).negate(), 'x.json'],
    ];
    for (const [pipeline, name] of wrong) {
      await expect(pipeline.toFile(join(folder, name))).rejects.toMatchObject({
        code: 'invalid-parameter',
        message: expect.stringContaining(name),
      });
    }
    expect(readdirSync(folder)).toEqual(before);
    await noir(png).stats().toFile(join(folder, 'x.json'));
    expect(JSON.parse(readFileSync(join(folder, 'x.json'), 'utf8'))).toMatchObject({ width: 12 });
  });

  it('needs a folder, and a name that is none', async () => {
    const missing = join(folder, 'missing', 'x.png');
    await expect(noir(png).toFile(missing)).rejects.toMatchObject({
      code: 'not-found',
      message: expect.stringContaining(missing),
    });
    mkdirSync(join(folder, 'taken.png'));
    await expect(noir(png).toFile(join(folder, 'taken.png'))).rejects.toMatchObject({
      code: 'invalid-parameter',
    });
  });

  it('never goes over what is read, unless that is wanted', async () => {
    const [path, link] = [join(folder, 'photo2.png'), join(folder, 'link.png')];
    writeFileSync(path, png);
    symlinkSync(path, link);
    for (const over of [path, link, pathToFileURL(path)]) {
      await expect(noir(path).negate().toFile(over)).rejects.toMatchObject({ code: 'invalid-parameter' });
      await expect(noir(png).composite(path).toFile(over)).rejects.toMatchObject({
        code: 'invalid-parameter',
      });
      await expect(
        noir(png)
          .composite({ image: pathToFileURL(link) })
          .toFile(over),
      ).rejects.toMatchObject({
        code: 'invalid-parameter',
      });
    }
    expect(readFileSync(path)).toEqual(png);
    await noir(link).negate().toFile(path, { force: true });
    expect(samples(await noir(path).negate().toImage())).toEqual(samples(image));
    await noir(png).toFile(path);
    expect(readdirSync(folder).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });

  it('keeps the format of the input, and is PNG for pixels', async () => {
    const jpeg = await noir(png).jpeg().toBuffer();
    expect((await noir(jpeg).negate().run()).format).toBe('jpeg');
    expect((await noir(image).negate().run()).format).toBe('png');
  });

  it('is encoded with the options given', async () => {
    const [low, high] = [
      await noir(png).jpeg({ quality: 5 }).toBuffer(),
      await noir(png).jpeg({ quality: 95 }).toBuffer(),
    ];
    expect(low.length).toBeLessThan(high.length);
    expect(
      (await sharp(await noir(png).jpeg({ progressive: true }).toBuffer()).metadata()).isProgressive,
    ).toBe(true);
  });

  it('says who did the steps on pixels, and where the time went', async () => {
    const { backend, timings, shape } = await noir(image).negate().run();
    expect(backend).toBe('cpu');
    expect(Object.keys(timings)).toEqual(['cpu', 'encode']);
    expect(shape).toEqual({ width: 12, height: 7, channels: 3, type: 'u8' });
    expect((await noir(image).run()).backend).toBe('none');
  });
});
