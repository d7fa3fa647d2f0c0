import { expect, it } from 'vitest';
import { createImage, type Image } from '../../../src/core/image.ts';
import { toEnd } from '../../../src/core/turns.ts';
import { blur } from '../../../src/ops/blur/blur.ts';
import { expectClose } from '../../support/compare.ts';
import { LAYOUTS, noise } from '../../support/pictures.ts';
import { row } from '../run.ts';

const EXTENTS = [
  [1, 1],
  [13, 1],
  [5, 8],
  [2, 31],
  [37, 22],
] as const;

function run(how: 'reference' | 'kernel', input: Image, params: object): Image {
  const output = createImage(input);
  toEnd(blur[how](input, blur.params.parse(params), output));
  return output;
}

it('spreads a point as the normal distribution does', () => {
  const input = createImage({ width: 41, height: 41, channels: 1, type: 'f32' });
  input.data[20 * 41 + 20] = 1;
  const { data } = run('reference', input, { sigma: 3 });
  const height = data[20 * 41 + 20] as number;
  expect(height).toBeCloseTo(1 / (2 * Math.PI * 9), 6);
  expect((data[20 * 41 + 23] as number) / height).toBeCloseTo(Math.exp(-0.5), 6);
  expect((data[24 * 41 + 23] as number) / height).toBeCloseTo(Math.exp(-25 / 18), 6);
});

it.each([0.3, 0.8, 2.5, 3, 5, 20, 100, 1000])(
  'has a kernel as good as the reference at sigma %s',
  (sigma) => {
    for (const layout of LAYOUTS) {
      for (const [width, height] of sigma < 1000 ? EXTENTS : EXTENTS.slice(0, 3)) {
        const input = noise({ ...layout, width, height }, width);
        const [got, expected] = [run('kernel', input, { sigma }), run('reference', input, { sigma })];
        const what = `sigma ${sigma} on ${width}x${height} ${layout.type}x${layout.channels}`;
        expectClose(got, expected, blur.tolerance[layout.type], what);
      }
    }
  },
);

it('replicates the edges: what is even stays even', () => {
  for (const sigma of [0.5, 4, 1000]) {
    for (const layout of LAYOUTS) {
      const input = createImage({ ...layout, width: 9, height: 7 });
      input.data.fill(layout.type === 'f32' ? 0.75 : 200);
      expectClose(run('kernel', input, { sigma }), input, layout.type === 'f32' ? 1e-6 : 0, `sigma ${sigma}`);
    }
  }
});

it('keeps the colour of what is opaque beside what is not', () => {
  const input = row('u8', 4, [10, 200, 30, 255, 255, 0, 255, 0, 10, 200, 30, 255]);
  for (const how of ['reference', 'kernel'] as const) {
    const { data } = run(how, input, { sigma: 1 });
    for (const pixel of [0, 4, 8]) expect([...data.subarray(pixel, pixel + 3)]).toEqual([10, 200, 30]);
    expect(data[7]).toBeLessThan(200);
  }
});

it('makes black what has no alpha left', () => {
  const samples = Array.from({ length: 60 }, (_, pixel) => [90, pixel === 0 ? 255 : 0]).flat();
  for (const how of ['reference', 'kernel'] as const) {
    const { data } = run(how, row('u8', 2, samples), { sigma: 1 });
    expect([...data.subarray(0, 2)]).not.toContain(0);
    expect([...data.subarray(100)]).toEqual(Array(20).fill(0));
  }
});

it('mixes light where it is told to', () => {
  const half = [...Array(20).fill(0), ...Array(20).fill(255)];
  const { data } = run('reference', row('u8', 1, half), { sigma: 3, light: 'linear' });
  // Half of the light is level 188.
  expect(((data[19] as number) + (data[20] as number)) / 2).toBeGreaterThan(180);
  expect(run('reference', row('u8', 1, half), { sigma: 3 }).data[19]).toBeLessThan(128);
});

it('takes infinities for 0', () => {
  const [odd, zeros] = [
    [1, Infinity, 0.5, Infinity, -Infinity, 1],
    [1, 0, 0.5, 0, 0, 1],
  ].map((samples) => row('f32', 1, samples)) as [Image, Image];
  for (const how of ['reference', 'kernel'] as const) {
    for (const sigma of [1, 5]) expectClose(run(how, odd, { sigma }), run(how, zeros, { sigma }), 0, how);
  }
});
