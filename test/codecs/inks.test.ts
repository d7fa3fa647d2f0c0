import sharp from 'sharp';
import { expect, it } from 'vitest';
import { InkTables } from '../../src/codecs/ink-tables.ts';
import { colorOfInks, INK_NODES, type InkTable } from '../../src/codecs/inks.ts';
import { openCodecs } from '../../src/codecs/open.ts';
import { readHeader } from '../../src/codecs/registry.ts';
import { DEFAULT_LIMITS } from '../../src/core/limits.ts';
import { forgeJpeg } from '../support/jpeg-forge.ts';
import { SAMPLINGS } from '../support/jpeg-samplings.ts';
import { forgeInkProfile, forgeProfile, labOfInks, partsOf, withSegments } from './profiles.ts';

const codecs = await openCodecs('sharp');

/** A JPEG in inks, and these as libvips reads them. */
async function jpegOf(profile?: Uint8Array) {
  const plain = forgeJpeg({ width: 160, height: 120, sampling: SAMPLINGS.inks, density: 0.3 });
  const file = profile ? withSegments(plain, ...partsOf(profile, 1 + (profile.length >> 15))) : plain;
  const inks = await sharp(plain).pipelineColourspace('cmyk').toColourspace('cmyk').raw().toBuffer();
  return { file, inks };
}

/** How far a table's colours are off the decoder's, in levels at most and in the mean. */
async function compare(table: InkTable, file: Uint8Array, inks: Uint8Array) {
  const header = readHeader(file, DEFAULT_LIMITS);
  const { data } = await codecs.decode(file, header, DEFAULT_LIMITS);
  let [most, sum] = [0, 0];
  for (let pixel = 0; pixel < inks.length / 4; pixel++) {
    colorOfInks(table, inks.subarray(4 * pixel)).forEach((level, channel) => {
      const off = Math.abs(level - (data[3 * pixel + channel] as number));
      most = Math.max(most, off);
      sum += off;
    });
  }
  return { most, mean: sum / data.length };
}

const PROFILES: Readonly<Record<string, () => Uint8Array | undefined>> = {
  none: () => undefined,
  'five nodes along an axis': () => forgeInkProfile({ lab: labOfInks, nodes: 5 }),
  'eleven nodes': () => forgeInkProfile({ lab: labOfInks, nodes: 11 }),
  'curves before them': () => forgeInkProfile({ lab: labOfInks, curve: (ink) => ink ** 1.6 }),
  'RGB, which inks are not': () => forgeProfile(),
  rubbish: () => new Uint8Array(500).fill(7),
};

it.each(Object.entries(PROFILES))('a table gives libvips’ colours, profile: %s', async (_, make) => {
  const { file, inks } = await jpegOf(make());
  const table = await codecs.inks(file);
  expect(table?.length).toBe(INK_NODES ** 4);
  const { most, mean } = await compare(table as InkTable, file, inks);
  expect(most).toBeLessThanOrEqual(1);
  expect(mean).toBeLessThan(0.2);
});

it('profiles differ, and each has a table that is made once', async () => {
  const [none, other] = [await jpegOf(), await jpegOf(PROFILES['eleven nodes']?.())];
  const tables = await Promise.all([none, other, none].map(({ file }) => codecs.inks(file)));
  expect(tables[0]).toBe(tables[2]);
  expect(tables[0]).not.toEqual(tables[1]);
});

it('has none of colours that no grid follows, nor of files that cannot be read', async () => {
  const plain = new InkTables((tiff) => sharp(tiff).toColourspace('srgb').raw().toBuffer());
  const steep = new InkTables((tiff) => sharp(tiff).toColourspace('srgb').linear(9, -900).raw().toBuffer());
  const failing = new InkTables(() => sharp(Buffer.from('no picture')).raw().toBuffer());
  expect(await plain.get(undefined)).toBeDefined();
  expect(await steep.get(undefined)).toBeUndefined();
  expect(await failing.get(undefined)).toBeUndefined();
  expect(await codecs.inks(Buffer.from('no picture'))).toBeUndefined();
  const { file } = await jpegOf();
  expect(await (await openCodecs('js')).inks(file)).toBeUndefined();
});

it('corners of the grid are its nodes', () => {
  const table = Uint32Array.from({ length: INK_NODES ** 4 }, (_, node) => node);
  for (const inks of [0, 5, 10, 15].map((bits) => [0, 1, 2, 3].map((axis) => 255 * ((bits >> axis) & 1)))) {
    const node = inks.reduce((sum, ink) => sum * INK_NODES + (ink && INK_NODES - 1), 0);
    const [red, green, blue] = colorOfInks(table, inks);
    expect(red | (green << 8) | (blue << 16)).toBe(node);
  }
});
