import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { fileFault } from '../../../src/coders/faults.ts';
import { openCoders } from '../../../src/coders/registry.ts';
import { ColorTables } from '../../../src/coders/sharp/color-tables.ts';
import { DEFAULT_LIMITS } from '../../../src/core/limits.ts';
import type { ColorTable } from '../../../src/formats/icc/color-table.ts';
import { colorOfInks, INK_NODES } from '../../../src/formats/icc/inks.ts';
import { colorOfPrimaries } from '../../../src/formats/icc/primaries.ts';
import { readHeader } from '../../../src/formats/registry.ts';
import {
  forgeInkProfile,
  forgeProfile,
  formula,
  gamma,
  labOfInks,
  PRIMARIES,
  partsOf,
  table,
  withSegments,
} from '../../formats/profiles.ts';
import { forgeJpeg } from '../../support/jpeg-forge.ts';
import { SAMPLINGS } from '../../support/jpeg-samplings.ts';

const coders = await openCoders('sharp');

/** A JPEG of RGB or inks with a profile, and its samples as libvips reads them. */
async function jpegOf(components: 3 | 4, profile?: Uint8Array) {
  const sampling = components === 4 ? SAMPLINGS.inks : SAMPLINGS['4:4:4'];
  const plain = forgeJpeg({ width: 160, height: 120, sampling, density: 0.3 });
  const file = profile ? withSegments(plain, ...partsOf(profile, 1 + (profile.length >> 15))) : plain;
  const reading = sharp(plain);
  if (components === 4) reading.pipelineColourspace('cmyk').toColourspace('cmyk');
  return { file, samples: await reading.raw().toBuffer() };
}

/** How far a table's colours are off the decoder's, in levels at most and in the mean. */
async function compare({ conversion, words }: ColorTable, file: Uint8Array, samples: Uint8Array) {
  const context = { limits: DEFAULT_LIMITS };
  const [{ data }] = (await coders.decode(file, readHeader(file, DEFAULT_LIMITS), context)).frames;
  const [components, colorOf] = conversion === 'inks' ? [4, colorOfInks] : [3, colorOfPrimaries];
  let [most, sum] = [0, 0];
  for (let pixel = 0; pixel < data.length / 3; pixel++) {
    colorOf(words, samples.subarray(components * pixel)).forEach((level, channel) => {
      const off = Math.abs(level - (data[3 * pixel + channel] as number));
      most = Math.max(most, off);
      sum += off;
    });
  }
  return { most, mean: sum / data.length };
}

const INKS: Readonly<Record<string, () => Uint8Array | undefined>> = {
  none: () => undefined,
  'five nodes along an axis': () => forgeInkProfile({ lab: labOfInks, nodes: 5 }),
  'eleven nodes': () => forgeInkProfile({ lab: labOfInks, nodes: 11 }),
  'curves before them': () => forgeInkProfile({ lab: labOfInks, curve: (ink) => ink ** 1.6 }),
  stairs: () => forgeInkProfile({ lab: labOfInks, curve: (ink) => Math.round(ink * 40) / 40 }),
  'RGB, which inks are not': () => forgeProfile(),
  rubbish: () => new Uint8Array(500).fill(7),
};

const COLORS: Readonly<Record<string, () => Uint8Array>> = {
  'Display P3': () => forgeProfile({ primaries: PRIMARIES.p3 }),
  'Adobe RGB': () => forgeProfile({ primaries: PRIMARIES.adobe, curves: [gamma(563 / 256)] }),
  'a curve of few points': () => forgeProfile({ curves: [table(9, (level) => level ** 1.8)] }),
  'three curves': () => forgeProfile({ curves: [gamma(1), gamma(2.2), formula(1, 2.4, 1.1, -0.1)] }),
  'sRGB, as it happens': () => forgeProfile(),
};

describe('a table gives libvips’ colours', () => {
  it.each(Object.entries(INKS))('of inks with the profile: %s', async (_, make) => {
    const { file, samples } = await jpegOf(4, make());
    const found = await coders.colors(file, 4);
    expect(found?.conversion).toBe('inks');
    const { most, mean } = await compare(found as ColorTable, file, samples);
    expect(most).toBeLessThanOrEqual(1);
    expect(mean).toBeLessThan(0.2);
  });

  it.each(Object.entries(COLORS))('of %s', async (_, make) => {
    const { file, samples } = await jpegOf(3, make());
    const found = await coders.colors(file, 3);
    expect(found?.conversion).toBe('primaries');
    const { most, mean } = await compare(found as ColorTable, file, samples);
    expect(most).toBeLessThanOrEqual(1);
    expect(mean).toBeLessThan(0.05);
  });
});

it('each profile has a table that is made once', async () => {
  const [none, other] = [await jpegOf(4), await jpegOf(4, INKS['eleven nodes']?.())];
  const tables = await Promise.all([none, other, none].map(({ file }) => coders.colors(file, 4)));
  expect(tables[0]).toBe(tables[2]);
  expect(tables[0]).not.toEqual(tables[1]);
});

it('there is none where it would give other colours than the decoder', async () => {
  const rgb = (tiff: Uint8Array) => sharp(tiff).toColourspace('srgb');
  const plain = new ColorTables((tiff) => rgb(tiff).raw().toBuffer());
  const steep = new ColorTables((tiff) => rgb(tiff).linear(9, -900).raw().toBuffer());
  const failing = new ColorTables(() =>
    rgb(Buffer.from('no picture'))
      .raw()
      .toBuffer()
      .catch((error) => {
        throw fileFault(error);
      }),
  );
  const p3 = COLORS['Display P3']?.();
  for (const [components, profile] of [
    [4, undefined],
    [3, p3],
  ] as const) {
    expect(await plain.get(components, profile)).toBeDefined();
    expect(await steep.get(components, profile)).toBeUndefined();
    expect(await failing.get(components, profile)).toBeUndefined();
  }
});

it('a failure that is not the file’s is thrown, and the next one who asks has another try', async () => {
  let full = true;
  const tables = new ColorTables(async (tiff) => {
    if (full) throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
    return sharp(tiff).toColourspace('srgb').raw().toBuffer();
  });
  await expect(tables.get(4, undefined)).rejects.toMatchObject({ code: 'ENOSPC' });
  full = false;
  expect(await tables.get(4, undefined)).toBeDefined();
});

it.each([
  ['none', undefined],
  ['rubbish', new Uint8Array(500).fill(7)],
  ['of inks', forgeInkProfile({ lab: labOfInks, nodes: 2 })],
  ['with a table beside its curves', forgeProfile({ elements: { A2B0: new Uint8Array(100) } })],
  [
    'with light of more than there is',
    forgeProfile({ primaries: PRIMARIES.p3.map((xyz) => xyz.map((x) => 9 * x)) }),
  ],
])('there is none for RGB with a profile that is no matrix with curves: %s', async (_, profile) => {
  const { file } = await jpegOf(3, profile);
  expect(await coders.colors(file, 3)).toBeUndefined();
});

it('there is none of what is no picture, nor without sharp', async () => {
  expect(await coders.colors(Buffer.from('no picture'), 4)).toBeUndefined();
  const { file } = await jpegOf(4);
  expect(await (await openCoders('js')).colors(file, 4)).toBeUndefined();
});

it('corners of the grid are its nodes', () => {
  const table = Uint32Array.from({ length: INK_NODES ** 4 }, (_, node) => node);
  for (const inks of [0, 5, 10, 15].map((bits) => [0, 1, 2, 3].map((axis) => 255 * ((bits >> axis) & 1)))) {
    const node = inks.reduce((sum, ink) => sum * INK_NODES + (ink && INK_NODES - 1), 0);
    const [red, green, blue] = colorOfInks(table, inks);
    expect(red | (green << 8) | (blue << 16)).toBe(node);
  }
});
