import { expect, it } from 'vitest';
import { createImage, type Image } from '../../../src/core/image.ts';
import { toEnd } from '../../../src/core/turns.ts';
import { median } from '../../../src/ops/rank/median.ts';
import { expectClose } from '../../support/compare.ts';
import { LAYOUTS, noise } from '../../support/pictures.ts';
import { row } from '../run.ts';

function both(input: Image, size: number): [reference: number[], kernel: number[]] {
  return [median.reference, median.kernel].map((write) => {
    const output = createImage(input);
    toEnd(write(input, { size }, output));
    return [...output.data];
  }) as [number[], number[]];
}

it('removes a speck, keeps an edge, and takes the nearest sample for those beyond the picture', () => {
  for (const samples of both(row('u8', 1, [7, 7, 99, 7, 7, 50, 50, 50, 9]), 3)) {
    expect(samples).toEqual([7, 7, 7, 7, 7, 50, 50, 50, 9]);
  }
});

it('orders -infinity first, -0 before +0, and NaN last', () => {
  const input = row('f32', 1, [Number.NaN, Number.NaN, -Infinity, Infinity, 0, -0, -0, 0, -Number.NaN]);
  for (const size of [3, 5, 7]) {
    const [reference, kernel] = both(input, size);
    expect(kernel).toEqual(reference);
  }
  expect(both(input, 3)[0]).toEqual([Number.NaN, Number.NaN, Infinity, 0, 0, -0, -0, 0, Number.NaN]);
});

it('refuses a window without a middle', () => {
  expect(median.params.safeParse({ size: 4 }).error?.issues[0]?.message).toContain('odd number');
});

it('has a kernel that equals the reference for windows smaller and larger than the picture', () => {
  for (const layout of LAYOUTS) {
    for (const [width, height] of [
      [1, 1],
      [2, 9],
      [23, 11],
      [17, 3],
    ] as const) {
      const input = noise({ ...layout, width, height }, width);
      for (const size of [3, 5, 9, 31]) {
        const [expected, got] = [createImage(input), createImage(input)];
        median.reference(input, { size }, expected);
        toEnd(median.kernel(input, { size }, got));
        expectClose(got, expected, 0, `median ${size} on ${width}x${height}`);
      }
    }
  }
});

it('has a kernel that equals the reference where a row is worked in several pieces', () => {
  for (const [type, width, sizes] of [
    ['u8', 300, [7, 25]],
    ['u16', 300, [7, 25]],
    ['f32', 300, [7, 25]],
    ['u8', 1100, [3, 5]],
    ['f32', 522, [3, 5]],
  ] as const) {
    const input = noise({ width, height: 3, channels: 1, type }, 5);
    for (const size of sizes) {
      const [expected, got] = [createImage(input), createImage(input)];
      median.reference(input, { size }, expected);
      toEnd(median.kernel(input, { size }, got));
      expectClose(got, expected, 0, `median ${size} of ${type}`);
    }
  }
});

it('keeps rows apart whatever their length', () => {
  for (let width = 1; width <= 33; width++) {
    const input = noise({ width, height: 7, channels: 1, type: 'f32' }, width);
    for (let at = 0; at < input.data.length; at++) (input.data[at] as number) -= 0.5;
    for (const size of [3, 5]) {
      const [reference, kernel] = both(input, size);
      expect(kernel).toEqual(reference);
    }
  }
});
