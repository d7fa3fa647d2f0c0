import { expect, it } from 'vitest';
import { createImage, type Image } from '../../../src/core/image.ts';
import { toEnd } from '../../../src/core/turns.ts';
import { clahe } from '../../../src/ops/tone/clahe.ts';
import { equalise } from '../../../src/ops/tone/equalise.ts';
import { expectClose } from '../../support/compare.ts';
import { LAYOUTS, noise } from '../../support/pictures.ts';
import { row, samplesOf } from '../run.ts';

function run(image: Image, params: { width: number; height: number; maxSlope: number }): Image {
  const output = createImage(image);
  toEnd(clahe.kernel(image, params, output));
  return output;
}

it('is equalisation with one window and no limit, where there is black', () => {
  const image = noise({ width: 37, height: 23, channels: 3, type: 'u8' });
  const expected = createImage(image);
  equalise.reference(image, { method: 'luma' }, expected);
  expectClose(run(image, { width: 64, height: 64, maxSlope: 0 }), expected, 1, 'one window');
});

it('keeps black black and white white, however much of them there is', () => {
  for (const level of [0, 255]) {
    const image = createImage({ width: 40, height: 30, channels: 1, type: 'u8' });
    image.data.fill(level);
    expectClose(run(image, { width: 16, height: 16, maxSlope: 3 }), image, 0, `${level}`);
  }
});

it('lets contrast grow by no more than the slope and one', () => {
  const image = createImage({ width: 64, height: 64, channels: 1, type: 'u8' });
  for (let at = 0; at < image.data.length; at++) image.data[at] = 120 + (at % 8);
  const rangeOf = (maxSlope: number) => {
    const { data } = run(image, { width: 32, height: 32, maxSlope });
    return Math.max(...data) - Math.min(...data);
  };
  // Seven steps of the slope, and of one more at most: the share of what was cut off.
  expect([1, 2, 4].map(rangeOf)).toEqual([14, 21, 34]);
  // The lowest of eight levels has an eighth of the pixels.
  expect(rangeOf(0)).toBe(255 - 32);
});

it('has a kernel that equals the reference', () => {
  for (const layout of LAYOUTS) {
    const image = noise({ ...layout, width: 45, height: 29 });
    for (const params of [
      { width: 16, height: 9, maxSlope: 3 },
      { width: 1, height: 1, maxSlope: 0 },
    ]) {
      const expected = createImage(image);
      clahe.reference(image, params, expected);
      const tolerance = { u8: 0, u16: 1, f32: 1e-6 }[layout.type];
      expectClose(run(image, params), expected, tolerance, JSON.stringify(layout));
    }
  }
});

it('shares the ledger of at most 256 windows across and down', () => {
  const shape = { width: 8192, height: 6000, channels: 3, type: 'u8' } as const;
  const [{ ledger } = { ledger: 0 }] = clahe.lower(shape, { width: 1, height: 1, maxSlope: 3 });
  expect(ledger).toBe(256 * 256 * 256);
});

it('keeps NaN and alpha, and how far floats are beyond white', () => {
  const image = row('f32', 4, [Number.NaN, 0.2, 0.3, 0.4, 2, 2, 2, 0.5, 0.5, 0.5, 0.5, 0.6]);
  const samples = samplesOf(image, { op: 'clahe' });
  expect(samples.slice(0, 4)).toEqual([...image.data.slice(0, 4)]);
  expect(samples[4]).toBeCloseTo(2, 6);
  expect(samples[11]).toBe(image.data[11]);
});
