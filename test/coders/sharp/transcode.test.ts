import sharp from 'sharp';
import { expect, it } from 'vitest';
import { openCodecs } from '../../../src/coders/registry.ts';
import { DEFAULT_LIMITS } from '../../../src/core/limits.ts';
import type { Channels } from '../../../src/core/pixel.ts';
import type { FormatName } from '../../../src/formats/format.ts';
import { FORMATS, readHeader } from '../../../src/formats/registry.ts';
import { noise } from '../../support/pictures.ts';

const codecs = await openCodecs('auto');

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

const TARGETS: readonly FormatName[] = ['jpeg', 'webp', 'tiff', 'gif', 'avif'];

const pixels = async (file: Uint8Array) => {
  const { data, info } = await sharp(file).raw().toBuffer({ resolveWithObject: true });
  return { data, extent: [info.width, info.height, info.channels] };
};

it.each(Object.entries(FILES))('%s becomes what it becomes by way of its pixels', async (_, make) => {
  const file = await make();
  const header = readHeader(file, DEFAULT_LIMITS);
  const image = await codecs.decode(file, header, DEFAULT_LIMITS);
  for (const format of TARGETS) {
    const output = {
      format,
      options: FORMATS[format].options.parse({}) as object as Record<string, unknown>,
    };
    const [got, expected] = [
      await codecs.transcode(file, header, output, DEFAULT_LIMITS),
      await codecs.encode(image, output),
    ];
    if (!got) expect([header.orientation, format]).toEqual([6, 'avif']);
    else expect(await pixels(got), format).toEqual(await pixels(expected));
  }
});

it('carries no metadata over', async () => {
  const about = { exif: { IFD0: { Artist: 'somebody' }, IFD3: { GPSLatitude: '1/1 2/1 3/1' } } } as const;
  const file = await picture(3).withExif(about.exif).withIccProfile('p3').jpeg().toBuffer();
  expect((await sharp(file).metadata()).exif).toBeDefined();
  for (const format of TARGETS) {
    const output = {
      format,
      options: FORMATS[format].options.parse({}) as object as Record<string, unknown>,
    };
    const got = await codecs.transcode(file, readHeader(file, DEFAULT_LIMITS), output, DEFAULT_LIMITS);
    const { exif, icc, xmp, orientation } = await sharp(got).metadata();
    expect([exif, icc, xmp, orientation ?? 1], format).toEqual([undefined, undefined, undefined, 1]);
  }
});

it('leaves what it cannot do to decoding and encoding', async () => {
  const jpeg = {
    format: 'jpeg',
    options: FORMATS.jpeg.options.parse({}) as Record<string, unknown>,
  } as const;
  const png = { format: 'png', options: FORMATS.png.options.parse({}) as Record<string, unknown> } as const;
  const whole = await FILES['a JPEG']();
  const header = readHeader(whole, DEFAULT_LIMITS);
  const to = (file: Uint8Array, output: typeof jpeg | typeof png, told = header) =>
    codecs.transcode(file, told, output, DEFAULT_LIMITS);
  expect(await to(whole, png)).toBeUndefined();
  expect(await to(whole.subarray(0, whole.length / 2), jpeg)).toBeUndefined();
  expect(await to(whole, jpeg, { ...header, width: 60 })).toBeUndefined();
  const deep = await picture(3).toColourspace('rgb16').png().toBuffer();
  expect(await to(deep, jpeg, readHeader(deep, DEFAULT_LIMITS))).toBeUndefined();
  const js = await openCodecs('js');
  expect(await js.transcode(whole, header, jpeg, DEFAULT_LIMITS)).toBeUndefined();
});
