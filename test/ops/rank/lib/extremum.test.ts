import { expect, it } from 'vitest';
import { createImage, type Image } from '../../../../src/core/image.ts';
import { toEnd } from '../../../../src/core/turns.ts';
import { dilate } from '../../../../src/ops/rank/dilate.ts';
import { erode } from '../../../../src/ops/rank/erode.ts';
import { expectClose } from '../../../support/compare.ts';
import { LAYOUTS, noise } from '../../../support/pictures.ts';

function row(...values: number[]): Image {
  return {
    ...createImage({ width: values.length, height: 1, channels: 1, type: 'f32' }),
    data: Float32Array.from(values),
  };
}

it('grows the bright parts by the width on each side, and the dark ones with erode', () => {
  const input = row(0, 0, 0, 9, 0, 0, 0);
  const output = createImage(input);
  toEnd(dilate.kernel(input, { width: 2 }, output));
  expect([...output.data]).toEqual([0, 9, 9, 9, 9, 9, 0]);
  toEnd(erode.kernel(row(5, 5, 1, 5, 5, 5, 5), { width: 1 }, output));
  expect([...output.data]).toEqual([5, 1, 1, 1, 5, 5, 5]);
});

it('leaves NaN out where there is anything else, and keeps infinities', () => {
  const input = row(Number.NaN, Number.NaN, Number.NaN, 1, -Infinity, Number.NaN, Infinity);
  for (const write of [dilate.reference, dilate.kernel]) {
    const output = createImage(input);
    toEnd(write(input, { width: 1 }, output));
    expect([...output.data]).toEqual([Number.NaN, Number.NaN, 1, 1, 1, Infinity, Infinity]);
  }
});

it('has a kernel that equals the reference for windows smaller and larger than the picture', () => {
  for (const layout of LAYOUTS) {
    for (const [width, height] of [
      [1, 1],
      [1, 7],
      [23, 11],
      [50, 3],
    ] as const) {
      const input = noise({ ...layout, width, height }, width);
      for (const reach of [1, 2, 5, 11, 50]) {
        for (const op of [dilate, erode]) {
          const [expected, got] = [createImage(input), createImage(input)];
          op.reference(input, { width: reach }, expected);
          toEnd(op.kernel(input, { width: reach }, got));
          expectClose(got, expected, 0, `${op.name} ${reach} on ${width}x${height}`);
        }
      }
    }
  }
});
