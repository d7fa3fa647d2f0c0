import { expect, it } from 'vitest';
import { createImage } from '../../../src/core/image.ts';
import { toEnd } from '../../../src/core/turns.ts';
import { border } from '../../../src/ops/layers/border.ts';
import { expectClose } from '../../support/compare.ts';
import { LAYOUTS, noise } from '../../support/pictures.ts';
import { row, samplesOf } from '../run.ts';

it('draws a border around the picture, or over its edge', () => {
  const image = row('u8', 1, [1, 2, 3, 4]);
  expect(samplesOf(image, { op: 'border', width: 1, top: 0, bottom: 0, color: 'white' })).toEqual([
    255, 1, 2, 3, 4, 255,
  ]);
  const sides = { width: 0, left: 1, right: 2 };
  expect(samplesOf(image, { op: 'border', ...sides, inside: true, color: 'white' })).toEqual([
    255, 2, 255, 255,
  ]);
  expect(samplesOf(image, { op: 'border', ...sides, inside: true, color: [255, 255, 255, 0.5] })).toEqual([
    128, 2, 129, 130,
  ]);
});

it('has a kernel that equals the reference, also where the sides meet', () => {
  for (const layout of LAYOUTS) {
    const image = noise({ ...layout, width: 31, height: 17 }, 3);
    for (const input of [
      { inside: true, color: '20c0ff80', left: 0, bottom: 40 },
      { width: 3, right: 0 },
    ]) {
      const params = border.params.parse(input);
      const shape = border.geometry(image, params);
      const [expected, got] = [createImage(shape), createImage(shape)];
      border.reference(image, params, expected);
      toEnd(border.kernel(image, params, got));
      expectClose(got, expected, 0, `${layout.type} ${layout.channels}`);
    }
  }
});
