import { expect, it } from 'vitest';
import { createImage, type Image } from '../../../src/core/image.ts';
import { toEnd } from '../../../src/core/turns.ts';
import { smoothingWeights } from '../../../src/kernels/convolve/canny-levels.ts';
import { canny } from '../../../src/ops/convolve/canny.ts';
import { noise } from '../../support/pictures.ts';
import { spiral } from '../../support/spiral.ts';
import { row, samplesOf } from '../run.ts';

const { NaN: nan } = Number;

/** A picture whose rows are all alike. */
function stripes(...levels: number[]): Image {
  const image = createImage({ width: levels.length, height: 3, channels: 1, type: 'u8' });
  for (let y = 0; y < 3; y++) image.data.set(levels, y * levels.length);
  return image;
}

function kernelOf(image: Image, given: Readonly<Record<string, unknown>>): Image {
  const output = createImage(canny.geometry(image));
  toEnd(canny.kernel(image, canny.params.parse(given), output));
  return output;
}

function edgesOf(image: Image, given: Readonly<Record<string, unknown>>): number {
  return [...kernelOf(image, given).data].filter((level) => level > 0).length;
}

it('draws one line where two pixels have the same gradient, on the former of them', () => {
  const step = stripes(0, 0, 0, 255, 255, 255);
  expect(samplesOf(step, { op: 'canny', sigma: 0 }).slice(6, 12)).toEqual([0, 0, 255, 0, 0, 0]);
  expect(samplesOf(step, { op: 'canny' }).slice(6, 12)).toEqual([0, 0, 255, 0, 0, 0]);
  const turned = [{ op: 'rotate', angle: 90 }, { op: 'canny' }, { op: 'rotate', angle: 270 }] as const;
  expect(samplesOf(step, ...turned).slice(6, 12)).toEqual([0, 0, 255, 0, 0, 0]);
});

it('reaches 4 in one step from black to white, and needs a gradient whatever the thresholds', () => {
  const step = stripes(0, 0, 255, 255);
  const edges = (image: Image, high: number) =>
    samplesOf(image, { op: 'canny', sigma: 0, low: high, high }).includes(255);
  expect(edges(step, 4)).toBe(true);
  expect(edges(stripes(0, 0, 254, 254), 4)).toBe(false);
  expect(edges(stripes(7, 7, 7, 7), 0)).toBe(false);
});

it('takes the smaller threshold as the low one', () => {
  const image = noise({ width: 40, height: 30, channels: 1, type: 'u8' });
  const given = { low: 0.3, high: 1.5 };
  expect(kernelOf(image, { low: 1.5, high: 0.3 }).data).toEqual(kernelOf(image, given).data);
});

it('follows weak edges from strong ones as far as they go', () => {
  const thresholds = { sigma: 0, low: 0.1, high: 0.75 };
  expect(edgesOf(spiral(160, { seed: true }), { ...thresholds, low: 0.75 })).toBe(1);
  expect(edgesOf(spiral(160, { seed: true }), thresholds)).toBeGreaterThan(3000);
  expect(edgesOf(spiral(160, { seed: false }), thresholds)).toBe(0);
});

it('finds the same on the CPU as its reference, along lines and in noise', () => {
  const rgba = noise({ width: 61, height: 47, channels: 4, type: 'f32' });
  for (const image of [spiral(160, { seed: true }), rgba]) {
    for (const params of [{}, { sigma: 0, low: 0.1, high: 0.75 }, { sigma: 10, low: 0.01, high: 0.05 }]) {
      expect([...kernelOf(image, params).data]).toEqual(samplesOf(image, { op: 'canny', ...params }));
    }
  }
});

it('sees nothing in what is transparent, and takes NaN for black', () => {
  const hidden = row('u8', 4, [9, 9, 9, 0, 255, 255, 255, 0, 7, 70, 7, 0]);
  expect(samplesOf(hidden, { op: 'canny', sigma: 0, low: 0, high: 0 })).toEqual([0, 0, 0]);
  const edges = (...levels: number[]) => samplesOf(row('f32', 1, levels), { op: 'canny', sigma: 0 });
  expect(edges(1, 1, nan, 1, 1)).toEqual(edges(1, 1, 0, 1, 1));
  expect(edges(1, 1, -Infinity, 1, Infinity)).toEqual(edges(1, 1, 0, 1, 1));
  const alpha = row('f32', 2, [1, 1, 1, nan, 1, -1, 1, 0]);
  expect(samplesOf(alpha, { op: 'canny', sigma: 0 })).toEqual([1, 0, 0, 0]);
});

it('smooths with weights that sum to one exactly', () => {
  for (let sigma = 0; sigma <= 10; sigma += 0.05) {
    const [middle = 0, ...others] = smoothingWeights(sigma);
    expect(middle + 2 * others.reduce((sum, weight) => sum + weight, 0)).toBe(32768);
    expect(Math.min(middle, ...others)).toBeGreaterThanOrEqual(0);
  }
});
