import { expect, it } from 'vitest';
import { createImage, type Image } from '../../../src/core/image.ts';
import { mask } from '../../../src/ops/layers/mask.ts';
import { row } from '../run.ts';

function masked(image: Image, other: Image, options: object = {}): number[] {
  const params = mask.params.parse({ image: 'mask', ...options });
  const output = createImage(mask.geometry(image));
  mask.reference(image, params, output, [other]);
  return [...output.data];
}

it('multiplies alpha by brightness and alpha of the mask, or by its alpha', () => {
  const gray = row('u8', 1, [10]);
  const red = row('u8', 4, [255, 0, 0, 128]);
  expect(masked(gray, red)).toEqual([10, Math.round(0.2126 * 128)]);
  expect(masked(gray, red, { channel: 'alpha' })).toEqual([10, 128]);
  expect(masked(gray, red, { channel: 'alpha', invert: true })).toEqual([10, 127]);
  expect(masked(row('u8', 4, [1, 2, 3, 100]), row('u8', 1, [51]))).toEqual([1, 2, 3, 20]);
  expect(masked(row('f32', 2, [Number.NaN, 0.5]), row('f32', 1, [Number.NaN]))).toEqual([Number.NaN, 0]);
});

it('stretches a mask of another extent', () => {
  // Distances of 1/4, 1/4 and 3/4 of the triangle: weights of 3, 3 and 1.
  expect(masked(row('u8', 1, [1, 2]), row('u8', 1, [100, 100, 200, 200]))).toEqual([1, 114, 2, 186]);
  expect(masked(row('u8', 1, [1, 2, 3, 4]), row('u8', 1, [0, 200]))).toEqual([1, 0, 2, 50, 3, 150, 4, 200]);
});
