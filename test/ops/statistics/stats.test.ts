import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { createImage, type Image } from '../../../src/core/image.ts';
import type { PixelType } from '../../../src/core/pixel.ts';
import { toEnd } from '../../../src/core/turns.ts';
import { stats } from '../../../src/ops/statistics/stats.ts';
import { noise } from '../../support/pictures.ts';
import { row } from '../run.ts';

const report = (image: Image, params: Record<string, unknown> = {}) =>
  toEnd(stats.report(image, stats.params.parse(params)));

describe('stats', () => {
  it('has the members that the docs name', () => {
    const { channels, ...others } = report(noise({ width: 3, height: 2, channels: 3, type: 'u8' }));
    const named = Object.keys(stats.answer).flatMap((names) => {
      const group = names.startsWith('channels: ') ? 'channels.' : '';
      return names
        .replace('channels: ', '')
        .split(', ')
        .map((name) => group + name);
    });
    const inner = Object.keys(channels[0] ?? {}).map((name) => `channels.${name}`);
    expect(named.sort()).toEqual(['channels', ...Object.keys(others), ...inner].sort());
  });

  it('says what sharp says of 8-bit pictures', async () => {
    for (const channels of [1, 2, 3, 4] as const) {
      const image = noise({ width: 61, height: 43, channels, type: 'u8' }, channels);
      const raw = { width: 61, height: 43, channels };
      const expected = await sharp(image.data, { raw }).stats();
      const got = report(image, { bins: 0 });
      expected.channels.forEach((channel, index) => {
        const { stdev, minX, minY, maxX, maxY, ...exact } = channel;
        expect(got.channels[index]).toMatchObject(exact);
        expect(got.channels[index]?.stdev).toBeCloseTo(stdev, 10);
      });
      expect(got.isOpaque).toBe(expected.isOpaque);
      expect(got.dominant).toEqual(expected.dominant);
      expect(got.entropy).toBeCloseTo(expected.entropy, 3);
      expect(got.sharpness).toBeCloseTo(expected.sharpness, 3);
    }
  });

  it('tells of channels in their own levels, with the first places of the ends', () => {
    const [channel] = report(row('u16', 1, [700, 9, 65535, 9, 65535]), { bins: 4 }).channels;
    expect(channel).toEqual({
      min: 9,
      max: 65535,
      sum: 131788,
      squaresSum: 490000 + 2 * 81 + 2 * 65535 ** 2,
      mean: 26357.6,
      stdev: Math.sqrt(((700 - 26357.6) ** 2 + 2 * (9 - 26357.6) ** 2 + 2 * (65535 - 26357.6) ** 2) / 4),
      minX: 1,
      minY: 0,
      maxX: 2,
      maxY: 0,
      notFinite: 0,
      percentiles: {
        ...{ 1: 9, 2: 9, 5: 9, 25: 9, 50: 700, 75: 65535, 95: 65535, 98: 65535, 99: 65535 },
      },
      histogram: [3, 0, 0, 2],
      histogramRange: [0, 65535],
    });
  });

  it('leaves out what is not finite, and counts floats over the range that is there', () => {
    const image = row('f32', 1, [Number.NaN, -1, 0.25, Infinity, 3, -Infinity]);
    const told = report(image, { bins: 2 });
    expect(told.channels[0]).toMatchObject({ min: -1, max: 3, sum: 2.25, notFinite: 3, histogram: [2, 1] });
    expect(told.channels[0]?.histogramRange).toEqual([-1, 3]);
    const wide = report(row('f32', 1, [-1000, 0, 1000, 3000]), { bins: 4 }).channels[0];
    expect(wide).toMatchObject({ histogram: [1, 1, 1, 1], histogramRange: [-1000, 3000] });
    expect(wide?.percentiles).toMatchObject({ 25: -250, 50: 500, 75: 1500 });
    expect(report(row('f32', 1, [7, 7]), { bins: 3 }).channels[0]?.histogram).toEqual([2, 0, 0]);
    expect(told.channels[0]?.mean).toBeCloseTo(0.75, 12);
    const empty = report(row('f32', 1, [Number.NaN, Infinity]), { bins: 1 }).channels[0];
    expect(empty).toMatchObject({ min: null, mean: null, stdev: null, maxX: null, sum: 0, histogram: [0] });
    expect(empty).toMatchObject({ percentiles: null, histogramRange: null });
  });

  it('is JSON for anything', () => {
    for (const type of ['u8', 'u16', 'f32'] as PixelType[]) {
      for (const value of [0, 1, Number.NaN, 1e38]) {
        const image = createImage({ width: 1, height: 1, channels: 4, type });
        image.data.fill(value);
        const told = report(image);
        expect(JSON.parse(JSON.stringify(told))).toEqual(told);
      }
    }
  });

  it('judges entropy, sharpness and colour alike in every pixel type', () => {
    const bytes = noise({ width: 40, height: 30, channels: 3, type: 'u8' });
    const words = createImage({ ...bytes, type: 'u16' });
    words.data.set([...bytes.data].map((level) => level * 257));
    const floats = createImage({ ...bytes, type: 'f32' });
    floats.data.set([...bytes.data].map((level) => level / 255));
    const judged = ({ entropy, sharpness, dominant }: ReturnType<typeof report>) => [
      entropy,
      sharpness,
      dominant,
    ];
    expect(judged(report(words))).toEqual(judged(report(bytes)));
    expect(judged(report(floats))).toEqual(judged(report(bytes)));
  });

  it('has histograms of as many bins as asked for, or none', () => {
    const image = row('u8', 1, [0, 127, 128, 255]);
    expect(report(image, { bins: 2 }).channels[0]?.histogram).toEqual([2, 2]);
    expect(report(image).channels[0]?.histogram).toHaveLength(256);
    expect(report(image, { bins: 0 }).channels[0]).not.toHaveProperty('histogram');
  });

  it('calls a picture opaque when all of it is', () => {
    expect(report(row('u8', 2, [0, 255, 0, 255])).isOpaque).toBe(true);
    expect(report(row('u8', 2, [0, 255, 0, 254])).isOpaque).toBe(false);
    expect(report(row('f32', 2, [0, Number.NaN])).isOpaque).toBe(false);
  });
});
