import sharp from 'sharp';
import { expect, it } from 'vitest';
import { openCoders } from '../../../src/coders/registry.ts';
import { loadSharp, SHARP_THREADS } from '../../../src/coders/sharp/load.ts';
import {
  checkSides,
  mayEndPipeline,
  mayStartPipeline,
  openFile,
  writePipeline,
} from '../../../src/coders/sharp/pipeline.ts';
import { callLibvips } from '../../../src/coders/sharp/turns.ts';
import { DEFAULT_LIMITS } from '../../../src/core/limits.ts';
import type { Channels } from '../../../src/core/pixel.ts';
import type { FormatName, Header, Output } from '../../../src/formats/format.ts';
import { DEFAULT_READING } from '../../../src/formats/input.ts';
import { readHeader } from '../../../src/formats/registry.ts';
import { outputOf } from '../../support/outputs.ts';
import { noise } from '../../support/pictures.ts';

const coders = await openCoders('auto');
const ours = await loadSharp();
if (!ours) throw new Error('These tests need sharp');

/** The file in another format, by one pipeline. */
function transcode(file: Uint8Array, header: Header, output: Output): Promise<Buffer> {
  const opened = openFile(
    ours as typeof sharp,
    { bytes: file, header, reading: DEFAULT_READING },
    DEFAULT_LIMITS,
  );
  return writePipeline(opened, output, header.channels, header.type).toBuffer();
}

it('has one thread and no cache, also when another part of the program wants others', async () => {
  sharp.cache(true);
  sharp.concurrency(3);
  await callLibvips(async () => {});
  expect([sharp.concurrency(), SHARP_THREADS]).toEqual([1, 1]);
  expect(sharp.cache()).toMatchObject({ items: { max: 0 } });
});

function picture(channels: Channels) {
  const { data, width, height } = noise({ width: 61, height: 37, channels, type: 'u8' }, channels);
  return sharp(data as Uint8Array, { raw: { width, height, channels } });
}

const FILES = {
  'a JPEG': () => picture(3).jpeg().toBuffer(),
  'a JPEG on its side': () => picture(3).withMetadata({ orientation: 6 }).jpeg().toBuffer(),
  'a gray JPEG': () => picture(1).toColourspace('b-w').jpeg().toBuffer(),
  'a progressive JPEG': () => picture(3).jpeg({ progressive: true }).toBuffer(),
  'a JPEG in inks': () => picture(3).toColourspace('cmyk').jpeg().toBuffer(),
  'a JPEG in P3': () => picture(3).withIccProfile('p3').jpeg().toBuffer(),
  'a JPEG in sRGB': () => picture(3).withIccProfile('srgb').jpeg().toBuffer(),
  'a PNG': () => picture(3).png().toBuffer(),
  'a gray PNG': () => picture(1).toColourspace('b-w').png().toBuffer(),
  'a PNG with a palette': () => picture(3).png({ palette: true }).toBuffer(),
  'a WebP': () => picture(3).webp().toBuffer(),
  'a TIFF': () => picture(3).tiff({ compression: 'lzw' }).toBuffer(),
} as const;

const TARGETS: readonly FormatName[] = ['jpeg', 'webp', 'tiff', 'avif'];

const pixels = async (file: Uint8Array) => {
  const { data, info } = await sharp(file).raw().toBuffer({ resolveWithObject: true });
  return { data, extent: [info.width, info.height, info.channels] };
};

it.each(Object.entries(FILES))('%s becomes what it becomes by way of its pixels', async (_, make) => {
  const file = await make();
  const header = readHeader(file, DEFAULT_LIMITS);
  const picture = await coders.decode(file, header, { limits: DEFAULT_LIMITS });
  for (const output of TARGETS.map((format) => outputOf(format))) {
    if (!mayEndPipeline(header, output, header)) {
      expect(header.orientation).toBe(6);
      expect(['avif', 'tiff']).toContain(output.format);
      continue;
    }
    const [got, expected] = await Promise.all([
      transcode(file, header, output),
      coders.encode(picture, output),
    ]);
    expect(await pixels(got), output.format).toEqual(await pixels(expected));
  }
});

it('carries no metadata over', async () => {
  const about = { exif: { IFD0: { Artist: 'somebody' }, IFD3: { GPSLatitude: '1/1 2/1 3/1' } } } as const;
  const file = await picture(3).withExif(about.exif).withIccProfile('p3').jpeg().toBuffer();
  expect((await sharp(file).metadata()).exif).toBeDefined();
  const header = readHeader(file, DEFAULT_LIMITS);
  for (const format of TARGETS) {
    const got = await transcode(file, header, outputOf(format));
    const { exif, icc, xmp, orientation } = await sharp(got).metadata();
    expect([exif, icc, xmp, orientation ?? 1], format).toEqual([undefined, undefined, undefined, 1]);
  }
});

it('leaves to others what would come out otherwise', async () => {
  const header = readHeader(await FILES['a JPEG'](), DEFAULT_LIMITS);
  const upright: Header = { ...header, orientation: 1 };
  expect(mayStartPipeline(header)).toBe(true);
  expect(mayStartPipeline({ ...header, type: 'f32' })).toBe(false);
  expect(mayStartPipeline({ ...header, type: 'u16' })).toBe(true);
  expect(mayStartPipeline({ ...header, type: 'u16', profile: 'other' })).toBe(false);
  expect(mayStartPipeline({ ...header, type: 'u16', format: 'avif' })).toBe(false);
  expect(mayEndPipeline(header, outputOf('jpeg'), header)).toBe(true);
  expect(mayEndPipeline(header, outputOf('png'))).toBe(false);
  expect(mayEndPipeline(header, outputOf('png', { progressive: true }))).toBe(true);
  expect(mayEndPipeline(header, outputOf('png', { progressive: true }), header)).toBe(false);
  expect(mayEndPipeline(header, outputOf('avif'), { ...header, orientation: 6 })).toBe(false);
  expect(mayEndPipeline(header, outputOf('avif'), upright)).toBe(true);
  expect(mayEndPipeline(header, outputOf('gif'))).toBe(false);
  expect(mayEndPipeline({ ...header, type: 'u16' }, outputOf('tiff'))).toBe(false);
});

it('refuses sides that are too long for the format', () => {
  checkSides(outputOf('webp'), { width: 16_383, height: 1 });
  checkSides(outputOf('tiff'), { width: 70_000, height: 1 });
  expect(() => checkSides(outputOf('webp'), { width: 1, height: 16_384 })).toThrow(
    expect.objectContaining({ code: 'cannot-encode', limit: 16_383, actual: 16_384 }),
  );
});
