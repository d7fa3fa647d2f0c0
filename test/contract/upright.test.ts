/** Every format to every format: a picture with an orientation is turned once, and its file has none any more. */
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEFAULT_LIMITS } from '../../src/core/limits.ts';
import { withoutTransforms } from '../../src/formats/avif/transforms.ts';
import { formatNames, readHeader } from '../../src/formats/registry.ts';
import { createNoir, type Noir } from '../../src/noir.ts';

/** Four colours in quarters of 24 x 16 pixels: upper left, upper right, lower left, lower right. */
const COLORS = {
  red: [230, 30, 30],
  green: [30, 200, 30],
  blue: [30, 30, 230],
  gray: [200, 200, 200],
} as const;
type Color = keyof typeof COLORS;

/** Where each of them comes to lie, by EXIF 2.32 section 4.6.4. */
const UPRIGHT: Readonly<Record<number, readonly Color[]>> = {
  1: ['red', 'green', 'blue', 'gray'],
  2: ['green', 'red', 'gray', 'blue'],
  3: ['gray', 'blue', 'green', 'red'],
  4: ['blue', 'gray', 'red', 'green'],
  5: ['red', 'blue', 'green', 'gray'],
  6: ['blue', 'red', 'gray', 'green'],
  7: ['gray', 'green', 'blue', 'red'],
  8: ['green', 'gray', 'red', 'blue'],
};

const INPUTS = ['jpeg', 'png', 'webp', 'tiff', 'avif'] as const;

function inputOf(format: (typeof INPUTS)[number], orientation: number): Promise<Buffer> {
  const [width, height] = [24, 16];
  const data = Buffer.alloc(width * height * 3);
  for (let pixel = 0; pixel < width * height; pixel++) {
    const [x, y] = [pixel % width, Math.floor(pixel / width)];
    const color = UPRIGHT[1]?.[(x < 12 ? 0 : 1) + (y < 8 ? 0 : 2)] as Color;
    data.set(COLORS[color], 3 * pixel);
  }
  const raw = sharp(data, { raw: { width, height, channels: 3 } }).withMetadata({ orientation });
  return raw.toFormat(format, { quality: 95 }).toBuffer();
}

/** The colours in the middle of the quarters, as sharp sees them. */
async function quartersOf(file: Uint8Array): Promise<Color[]> {
  const { data, info } = await sharp(file)
    .removeAlpha()
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true });
  const { width, height } = info;
  const middles = [0.25, 0.75].flatMap((down) => [0.25, 0.75].map((across) => [across, down] as const));
  return middles.map(([across, down]) => {
    const at = 3 * (Math.floor(down * height) * width + Math.floor(across * width));
    const near = (color: Color) =>
      COLORS[color].every((value, channel) => Math.abs(value - (data[at + channel] ?? 0)) < 40);
    return (Object.keys(COLORS) as Color[]).find(near) as Color;
  });
}

/** An AVIF whose EXIF has an orientation that its own properties have not: by the standard it counts for nothing. */
async function avifWithExif(): Promise<Uint8Array> {
  const file = withoutTransforms(await inputOf('avif', 6), DEFAULT_LIMITS);
  expect(Buffer.from(file).includes('Exif')).toBe(true);
  return file;
}

describe.each([
  ['all backends', undefined],
  ['decoders, the CPU and encoders', ['cpu'] as const],
])('with %s', (_who, backends) => {
  let noir: Noir;
  beforeAll(async () => {
    noir = await createNoir({ ...(backends && { backends: [...backends] }) });
  });
  afterAll(() => noir.close());

  it.each(formatNames)('an AVIF whose EXIF alone has an orientation becomes %s', async (to) => {
    const file = await noir(await avifWithExif())
      .toFormat(to)
      .toBuffer();
    expect(await sharp(file).metadata()).toMatchObject({ width: 24, height: 16, autoOrient: { width: 24 } });
    expect(readHeader(file, DEFAULT_LIMITS).orientation).toBe(1);
    expect(await quartersOf(file)).toEqual(UPRIGHT[1]);
  });

  it.each(INPUTS.flatMap((from) => formatNames.map((to) => [from, to] as const)))(
    '%s becomes %s',
    async (from, to) => {
      for (const [orientation, quarters] of Object.entries(UPRIGHT)) {
        const file = await noir(await inputOf(from, Number(orientation)))
          .toFormat(to)
          .toBuffer();
        const { exif, orientation: left = 1, autoOrient, width } = await sharp(file).metadata();
        expect({ exif, left, width: autoOrient.width }).toEqual({ exif: undefined, left: 1, width });
        const header = readHeader(file, DEFAULT_LIMITS);
        expect(header).toMatchObject(
          Number(orientation) < 5 ? { width: 24, height: 16 } : { width: 16, height: 24 },
        );
        expect(header.orientation).toBe(1);
        expect(await quartersOf(file), `orientation ${orientation}`).toEqual(quarters);
        // What was written is read as it is.
        const again = await noir(file).toFormat('png').toBuffer();
        expect(await quartersOf(again), `orientation ${orientation}`).toEqual(quarters);
      }
    },
  );
});
