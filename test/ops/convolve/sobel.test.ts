import { expect, it } from 'vitest';
import { createImage } from '../../../src/core/image.ts';
import { row, samplesOf } from '../run.ts';

/** Gray levels as f32, in rows. */
function grid(...rows: number[][]) {
  const image = createImage({ width: rows[0]?.length ?? 0, height: rows.length, channels: 1, type: 'f32' });
  image.data.set(rows.flat());
  return image;
}

// scipy.ndimage.convolve of the second one with scikit-image's weights, worked by hand.
it('has the normalisation of scikit-image', () => {
  const step = grid([0, 0, 1, 1], [0, 0, 1, 1], [0, 0, 1, 1]);
  const half = Math.fround(Math.SQRT1_2);
  expect(samplesOf(step, { op: 'sobel' }).slice(4, 8)).toEqual([0, half, half, 0]);
  expect(samplesOf(step, { op: 'sobel', direction: 'x' }).slice(4, 8)).toEqual([0, 1, 1, 0]);
  expect(samplesOf(step, { op: 'sobel', direction: 'y' })).toEqual(Array(12).fill(0));
  const corner = grid([0, 0, 0], [0, 0, 4], [0, 8, 8]);
  expect(samplesOf(corner, { op: 'sobel', direction: 'x' })[4]).toBe(4);
  expect(samplesOf(corner, { op: 'sobel', direction: 'y' })[4]).toBe(6);
  expect(samplesOf(corner, { op: 'sobel' })[4]).toBe(Math.fround(Math.sqrt((16 + 36) / 2)));
});

it('is white at most, and has no sign', () => {
  expect(samplesOf(row('u8', 1, [255, 255, 0, 0]), { op: 'sobel', direction: 'x' })).toEqual([
    0, 255, 255, 0,
  ]);
});

it('keeps alpha, and takes what is transparent for black', () => {
  const line = row('u8', 2, [90, 0, 200, 0, 100, 255, 100, 51]);
  expect(samplesOf(line, { op: 'sobel', direction: 'x' })).toEqual([0, 0, 100, 0, 20, 255, 80, 51]);
});

it('spreads NaN and infinities to the pixels around, and leaves the rest alone', () => {
  const { NaN: nan } = Number;
  expect(samplesOf(row('f32', 1, [1, 1, nan, 1, 1, 1]), { op: 'sobel', direction: 'x' })).toEqual([
    0,
    nan,
    0,
    nan,
    0,
    0,
  ]);
  expect(samplesOf(row('f32', 1, [1, 1, Infinity, 1]), { op: 'sobel', direction: 'x' })).toEqual([
    0,
    Infinity,
    0,
    Infinity,
  ]);
});
