import { expect, it } from 'vitest';
import { createImage, type Image } from '../../../src/core/image.ts';
import { WHITE } from '../../../src/core/pixel.ts';
import { toEnd } from '../../../src/core/turns.ts';
import { boxBlur } from '../../../src/ops/blur/boxBlur.ts';
import { expectClose } from '../../support/compare.ts';
import { LAYOUTS, noise } from '../../support/pictures.ts';
import { row } from '../run.ts';

function run(how: 'reference' | 'kernel', input: Image, radius: number): Image {
  const output = createImage(input);
  toEnd(boxBlur[how](input, { radius }, output));
  return output;
}

it('is the mean of a square, with the edges repeated', () => {
  const input = row('f32', 1, [0, 9, 0, 0, 3]);
  for (const how of ['reference', 'kernel'] as const) {
    [3, 3, 3, 1, 2].forEach((mean, at) => {
      expect(run(how, input, 1).data[at]).toBeCloseTo(mean, 6);
    });
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
      const tolerance = layout.type === 'f32' ? 1e-6 : layout.channels % 2 === 0 ? 1 : 0;
      for (const radius of [1, 2, 3, 10, 11, 12, 60, 1000]) {
        const what = `${radius} on ${width}x${height} ${layout.type}x${layout.channels}`;
        expectClose(run('kernel', input, radius), run('reference', input, radius), tolerance, what);
      }
    }
  }
});

it('leaves nothing behind of a bright sample that the window has passed', () => {
  const samples = Array.from({ length: 400 }, (_, at) => (at === 3 ? 1e30 : at / 400));
  const across = row('f32', 1, samples);
  const down: Image = { ...across, width: 1, height: 400 };
  for (const input of [across, down]) {
    expectClose(run('kernel', input, 4), run('reference', input, 4), 1e-6, `${input.width} columns`);
  }
});

it('takes infinities for 0, so that they stay within their window', () => {
  const samples = Array.from({ length: 30 }, (_, at) => (at === 9 ? -Infinity : at === 14 ? Infinity : at));
  const zeros = samples.map((sample) => (Number.isFinite(sample) ? sample : 0));
  for (const how of ['reference', 'kernel'] as const) {
    expectClose(run(how, row('f32', 1, samples), 2), run(how, row('f32', 1, zeros), 2), 0, how);
  }
});

it('keeps the colour of what is opaque beside what is not', () => {
  const input = row('u8', 2, [100, 255, 250, 0, 100, 255]);
  for (const how of ['reference', 'kernel'] as const) {
    expect([...run(how, input, 1).data]).toEqual([100, 170, 100, 170, 100, 170]);
  }
});

it('has sums that hold white at the largest radii that they are made for', () => {
  for (const [type, radius] of [
    ['u8', 1000],
    ['u16', 127],
    ['u16', 128],
  ] as const) {
    const input = createImage({ width: 5, height: 3, channels: 3, type });
    input.data.fill(WHITE[type]);
    expectClose(run('kernel', input, radius), input, 0, `${type} ${radius}`);
  }
});
