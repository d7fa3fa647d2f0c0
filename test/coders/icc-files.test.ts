import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, describe, expect, test } from 'vitest';
import { DEFAULT_LIMITS } from '../../src/core/limits.ts';
import type { PixelType } from '../../src/core/pixel.ts';
import { readPngBlocks } from '../../src/formats/png/metadata.ts';
import { readHeader } from '../../src/formats/registry.ts';
import { toEncoded } from '../../src/math/srgb.ts';
import { decodeWith, difference, makeGradient, readFixture, sharpCoders } from '../formats/pictures.ts';
import { forgeProfile, gamma, PRIMARIES, withIccp } from '../formats/profiles.ts';

const folder = mkdtempSync(join(tmpdir(), 'noir-icc-'));
let profiles = 0;
afterAll(() => rmSync(folder, { recursive: true }));

/** A picture in a file of the format, with the profile. */
async function fileWith(profile: Uint8Array, format: 'png' | 'webp' | 'tiff' | 'avif' | 'jpeg') {
  // libvips keeps what it found at a path.
  const path = join(folder, `${profiles++}.icc`);
  writeFileSync(path, profile);
  const width = 40;
  const data = new Uint8Array(width * width * 3).map((_, at) => (at * 7919) >> 3);
  const pipeline = sharp(data, { raw: { width, height: width, channels: 3 } }).withIccProfile(path);
  const options = { webp: { lossless: true }, avif: { lossless: true } };
  return pipeline
    .toColourspace('srgb')
    .toFormat(format, { ...(format in options && options[format as 'webp' | 'avif']) })
    .toBuffer();
}

/** The samples as they are stored, or as sharp converts them. */
async function samplesOf(
  file: Uint8Array,
  ignoreIcc: boolean,
  type: PixelType,
): Promise<Uint8Array | Uint16Array> {
  const pipeline = sharp(file, { ignoreIcc }).toColourspace(type === 'u16' ? 'rgb16' : 'srgb');
  const data = await pipeline.raw({ depth: type === 'u16' ? 'ushort' : 'uchar' }).toBuffer();
  return type === 'u16' ? new Uint16Array(new Uint8Array(data).buffer) : new Uint8Array(data);
}

const FORMATS = ['png', 'webp', 'tiff', 'avif', 'jpeg'] as const;

describe.each(FORMATS)('a %s', (format) => {
  test('in sRGB is decoded as it is stored', async () => {
    const file = await fileWith(forgeProfile(), format);
    expect(readHeader(file, DEFAULT_LIMITS)).toMatchObject({ format, profile: 'srgb' });
    const { data, type } = await decodeWith(sharpCoders, file);
    expect(data).toEqual(await samplesOf(file, true, type));
  });

  test('in Adobe RGB is converted', async () => {
    const file = await fileWith(forgeProfile({ primaries: PRIMARIES.adobe, curves: [gamma(2.2)] }), format);
    expect(readHeader(file, DEFAULT_LIMITS)).toMatchObject({ format, profile: 'other' });
    const { data, type } = await decodeWith(sharpCoders, file);
    expect(data).toEqual(await samplesOf(file, false, type));
    expect(data).not.toEqual(await samplesOf(file, true, type));
  });

  test('in sRGB becomes one without a profile', async () => {
    const image = await decodeWith(sharpCoders, await fileWith(forgeProfile(), format));
    for (const goal of FORMATS) {
      const file = await sharpCoders.encode(image, { format: goal, options: {} });
      expect((await sharp(file).metadata()).hasProfile, goal).toBe(false);
    }
  });
});

const ADOBE = forgeProfile({ primaries: PRIMARIES.adobe, curves: [gamma(2.2)] });

describe.each([
  ['the first in sRGB', [forgeProfile(), ADOBE], 'srgb'],
  ['the first in Adobe RGB', [ADOBE, forgeProfile()], 'other'],
] as const)('two profiles, %s: only that one counts, as for libvips', (_, [first, second], profile) => {
  test('in a PNG, for metadata too', async () => {
    const plain = await fileWith(first, 'png');
    const bare = await sharp(await samplesOf(plain, true, 'u8'), {
      raw: { width: 40, height: 40, channels: 3 },
    })
      .png()
      .toBuffer();
    const file = withIccp(withIccp(bare, second), first);
    expect(readHeader(file, DEFAULT_LIMITS)).toMatchObject({ profile });
    expect((await decodeWith(sharpCoders, file)).data).toEqual(
      await samplesOf(file, profile === 'srgb', 'u8'),
    );
    expect(Buffer.from(readPngBlocks(file, DEFAULT_LIMITS).icc ?? [])).toEqual(Buffer.from(first));
  });

  test('in a WebP', async () => {
    const webp = await fileWith(first, 'webp');
    const at = webp.indexOf('ICCP');
    const end = at + 8 + first.length + (first.length & 1);
    const length = Buffer.alloc(4);
    length.writeUInt32LE(second.length);
    const other = Buffer.concat([Buffer.from('ICCP'), length, second, Buffer.alloc(second.length & 1)]);
    const file = Buffer.concat([webp.subarray(0, end), other, webp.subarray(end)]);
    file.writeUInt32LE(file.length - 8, 4);
    expect(readHeader(file, DEFAULT_LIMITS)).toMatchObject({ profile });
    expect((await decodeWith(sharpCoders, file)).data).toEqual(
      await samplesOf(file, profile === 'srgb', 'u8'),
    );
  });
});

describe('16 bits', () => {
  const width = 32;
  // Every channel far from both ends, so that no colour leaves sRGB.
  const stored = new Uint16Array(width * width * 3).map((_, at) => 20000 + ((at * 7919) % 20000));
  const plain = () =>
    sharp(stored, { raw: { width, height: width, channels: 3 } })
      .toColourspace('rgb16')
      .png()
      .toBuffer();

  test('in sRGB are decoded as they are stored', async () => {
    const image = await decodeWith(sharpCoders, withIccp(await plain(), forgeProfile()));
    expect(image).toMatchObject({ type: 'u16', channels: 3 });
    expect(image.data).toEqual(stored);
  });

  test('with a profile that ends early, or is for CIE Lab, are decoded as they are stored', async () => {
    const adobe = forgeProfile({ primaries: PRIMARIES.adobe, curves: [gamma(2.2)] });
    for (const profile of [adobe.subarray(0, 200), forgeProfile({ space: 'Lab ' })]) {
      const { data } = await decodeWith(sharpCoders, withIccp(await plain(), profile));
      expect(data).toEqual(stored);
    }
  });

  test('in Adobe RGB become sRGB, as the formulas have it', async () => {
    const profile = forgeProfile({ primaries: PRIMARIES.adobe, curves: [gamma(2.2)] });
    const { data } = await decodeWith(sharpCoders, withIccp(await plain(), profile));
    let most = 0;
    for (let at = 0; at < stored.length; at += 3) {
      const expected = convert(
        [...stored.subarray(at, at + 3)],
        PRIMARIES.adobe,
        Math.round(2.2 * 256) / 256,
      );
      expected.forEach((value, channel) => {
        most = Math.max(most, Math.abs(value - (data[at + channel] as number)));
      });
    }
    // The matrix of this test has five digits.
    expect(most).toBeLessThan(24);
  });

  test.each(['png', 'tiff'] as const)(
    'that leave sRGB are clipped, and dark ones stay exact, in %s',
    async (format) => {
      const power = Math.round(2.2 * 256) / 256;
      const profile = forgeProfile({ primaries: PRIMARIES.adobe, curves: [gamma(2.2)] });
      const wide = stored.map((_, at) => (at * 7919) % 65536);
      wide.set([65535, 0, 0, 0, 65535, 0, 0, 0, 65535, 300, 600, 900]);
      const raw = sharp(wide, { raw: { width, height: width, channels: 3 } }).toColourspace('rgb16');
      const tagged = withIccp(await raw.png().toBuffer(), profile);
      const kept = sharp(tagged, { ignoreIcc: true }).keepIccProfile().toColourspace('rgb16');
      const file = format === 'png' ? tagged : await kept.tiff({ compression: 'none' }).toBuffer();
      expect(readHeader(file, DEFAULT_LIMITS)).toMatchObject({ format, type: 'u16', profile: 'other' });
      const { data } = await decodeWith(sharpCoders, file);
      let most = 0;
      for (let at = 0; at < wide.length; at += 3) {
        convert([...wide.subarray(at, at + 3)], PRIMARIES.adobe, power).forEach((value, channel) => {
          const expected = Math.min(65535, Math.max(0, value));
          most = Math.max(most, Math.abs(expected - (data[at + channel] as number)));
        });
      }
      // The matrix of this test has five digits.
      expect(most).toBeLessThan(24);
    },
  );
});

describe('gray with a profile of light', async () => {
  const { icc } = await sharp(readFixture('icc/gray16-icc.png')).metadata();
  // What these levels of light are in sRGB, by its formula.
  const [stored, expected] = [
    [0, 16448, 32896, 65535],
    [0, 35262, 48276, 65535],
  ];

  test('of 16 bits is converted', async () => {
    const image = await decodeWith(sharpCoders, readFixture('icc/gray16-icc.png'));
    expect(image).toMatchObject({ type: 'u16', channels: 1 });
    expect(within(image.data, expected, 1)).toBe(true);
  });

  test('of 16 bits is as the formula has it, from black to white', async () => {
    const levels = Uint16Array.from({ length: 4096 }, (_, index) => 16 * index);
    const raw = sharp(levels, { raw: { width: 64, height: 64, channels: 1 } }).toColourspace('grey16');
    const { data } = await decodeWith(sharpCoders, withIccp(await raw.png().toBuffer(), icc as Uint8Array));
    const formula = Array.from(levels, (level) => 65535 * toEncoded(level / 65535));
    expect(within(data, formula, 1)).toBe(true);
  });

  test.each(['png', 'tiff'] as const)('of 16 bits with alpha is converted, in %s', async (format) => {
    const samples = new Uint16Array(stored.flatMap((level, index) => [level, 20000 * index]));
    const file = await grayFile(samples, 2, format);
    const { data, type, channels } = await decodeWith(sharpCoders, file);
    expect({ type, channels }).toEqual({ type: 'u16', channels: 2 });
    expect(
      within(
        data,
        expected.flatMap((level, index) => [level, 20000 * index]),
        1,
      ),
    ).toBe(true);
  });

  test.each(['png', 'jpeg', 'tiff'] as const)('of 8 bits is converted, in %s', async (format) => {
    const file = await grayFile(
      Uint8Array.from(stored, (level) => level / 257),
      1,
      format,
    );
    const { data, type, channels } = await decodeWith(sharpCoders, file);
    expect({ type, channels }).toEqual({ type: 'u8', channels: 1 });
    expect(
      within(
        data,
        expected.map((level) => level / 257),
        3,
      ),
    ).toBe(true);
  });

  /** The samples as they are, with the profile. */
  async function grayFile(
    samples: Uint8Array | Uint16Array,
    channels: 1 | 2,
    format: 'png' | 'jpeg' | 'tiff',
  ) {
    const raw = sharp(samples, { raw: { width: stored.length, height: 1, channels } });
    const space = samples instanceof Uint16Array ? 'grey16' : 'b-w';
    const png = await raw.toColourspace(space).png().toBuffer();
    const tagged = withIccp(png, icc as Uint8Array);
    if (format === 'png') return tagged;
    const converted = sharp(tagged, { ignoreIcc: true }).keepIccProfile().toColourspace(space);
    return converted.toFormat(format, { compression: 'none', quality: 100 }).toBuffer();
  }
});

function within(data: ArrayLike<number>, expected: readonly number[], most: number): boolean {
  return (
    data.length === expected.length &&
    expected.every((value, at) => Math.abs(value - (data[at] ?? NaN)) <= most)
  );
}

/** From samples of 16 bits in a space with these primaries to sRGB, in f64. */
function convert(
  samples: readonly number[],
  primaries: readonly (readonly number[])[],
  power: number,
): number[] {
  const light = samples.map((sample) => (sample / 65535) ** power);
  const xyz = [0, 1, 2].map((row) =>
    primaries.reduce((sum, one, at) => sum + (one[row] ?? 0) * (light[at] ?? 0), 0),
  );
  return FROM_D50.map((row) => {
    const linear = row.reduce((sum, factor, at) => sum + factor * (xyz[at] ?? 0), 0);
    return 65535 * (linear <= 0.0031308 ? 12.92 * linear : 1.055 * linear ** (1 / 2.4) - 0.055);
  });
}

/** CIE XYZ relative to D50 to linear sRGB, from the sRGB specification's D65 by Bradford's matrix. */
const FROM_D50 = [
  [3.13419, -1.61721, -0.49069],
  [-0.97875, 1.91613, 0.03343],
  [0.07196, -0.22899, 1.40575],
];

test('the profile of a JPEG in sRGB costs nothing: it decodes as without', async () => {
  const image = makeGradient(64, 48, 3);
  const raw = sharp(image.data as Uint8Array, { raw: image });
  const [bare, profiled] = [
    await raw.clone().jpeg().toBuffer(),
    await raw.withIccProfile('srgb').jpeg().toBuffer(),
  ];
  expect(difference(await decodeWith(sharpCoders, bare), await decodeWith(sharpCoders, profiled)).most).toBe(
    0,
  );
});
