import { expect, it } from 'vitest';
import { createImage } from '../../../src/core/image.ts';
import { toEnd } from '../../../src/core/turns.ts';
import { pixelate } from '../../../src/ops/resize/pixelate.ts';
import { expectClose } from '../../support/compare.ts';
import { LAYOUTS, noise } from '../../support/pictures.ts';
import { row, samplesOf } from '../run.ts';

it('takes the mean of each block, and of what is left at the edge', () => {
  const image = row('u8', 1, [10, 20, 30, 40, 50]);
  expect(samplesOf(image, { op: 'pixelate', size: 2 })).toEqual([15, 15, 35, 35, 50]);
});

it('weighs colours by their alpha, which is not below 0', () => {
  expect(samplesOf(row('u8', 2, [200, 255, 100, 0]), { op: 'pixelate', size: 2 })).toEqual([
    200, 128, 200, 128,
  ]);
  expect(samplesOf(row('f32', 2, [3, 1, 5, -1]), { op: 'pixelate', size: 2 })).toEqual([3, 0.5, 3, 0.5]);
  expect(samplesOf(row('u8', 2, [200, 0, 100, 0]), { op: 'pixelate', size: 2 })).toEqual([0, 0, 0, 0]);
});

it('leaves NaN out of the mean, and spreads infinities to their block alone', () => {
  const image = row('f32', 1, [1, Number.NaN, 2, 4, Infinity, 1]);
  expect(samplesOf(image, { op: 'pixelate', size: 2 })).toEqual([1, 1, 3, 3, Infinity, Infinity]);
});

it('has a kernel that equals the reference', () => {
  for (const layout of LAYOUTS) {
    const image = noise({ ...layout, width: 23, height: 14 });
    for (const size of [2, 5, 14, 1000]) {
      const [expected, got] = [createImage(image), createImage(image)];
      pixelate.reference(image, { size }, expected);
      toEnd(pixelate.kernel(image, { size }, got));
      expectClose(got, expected, layout.type === 'f32' ? 1e-6 : 0, `${size} ${layout.type}`);
    }
  }
});
