import sharp from 'sharp';
import { expect, it } from 'vitest';
import { createImage, type Image } from '../../../src/core/image.ts';
import { toEnd } from '../../../src/core/turns.ts';
import { changeOf, maskOf } from '../../../src/ops/blur/lib/sharpening.ts';
import { sharpen } from '../../../src/ops/blur/sharpen.ts';
import { expectClose } from '../../support/compare.ts';
import { LAYOUTS, noise } from '../../support/pictures.ts';
import { row } from '../run.ts';

function run(how: 'reference' | 'kernel', input: Image, params: object): Image {
  const output = createImage(input);
  toEnd(sharpen[how](input, sharpen.params.parse(params), output));
  return output;
}

it('has the mask of libvips, in twentieths and down to a tenth', () => {
  expect([...maskOf('lab', 1)]).toEqual([3, 12, 20, 12, 3].map((part) => part / 50));
  expect([...maskOf('lab', 0.3)]).toEqual([1]);
  expect(maskOf('lab', 10)).toHaveLength(43);
});

it('has the curve of libvips', () => {
  const curve = { m1: 1, m2: 2, x1: 2, y2: 10, y3: 20 };
  expect([1, -1, 3, -3, 9, -15].map((difference) => changeOf(difference, curve))).toEqual([
    1, -1, 4, -4, 10, -20,
  ]);
});

it.each([
  {},
  { sigma: 0.3 },
  { sigma: 1.5 },
  { sigma: 10, m1: 0.5, m2: 4, x1: 1, y2: 30, y3: 5 },
  { method: 'unsharp' },
  { method: 'unsharp', sigma: 10, amount: 3, threshold: 0.0123 },
])('has a kernel as good as the reference with %j', (params) => {
  for (const layout of LAYOUTS) {
    for (const [width, height] of [
      [1, 1],
      [1, 9],
      [29, 17],
    ] as const) {
      const input = noise({ ...layout, width, height }, width);
      const [got, expected] = [run('kernel', input, params), run('reference', input, params)];
      const what = `${width}x${height} ${layout.type}x${layout.channels}`;
      expectClose(got, expected, sharpen.tolerance[layout.type], what);
    }
  }
});

it('is within a level of libvips where that works in floats too', async () => {
  const input = noise({ width: 61, height: 33, channels: 3, type: 'u8' });
  const raw = { raw: { width: 61, height: 33, channels: 3 as const } };
  const got = run('reference', input, {});
  const data = new Uint8Array(await sharp(input.data, raw).sharpen().raw().toBuffer());
  expectClose(got, { ...input, data }, 1, 'mild');
});

it('leaves alpha alone, and a pixel that has nothing around it', () => {
  const input = row('u8', 2, [200, 128, 10, 0, 10, 0, 10, 0, 10, 0, 200, 128]);
  for (const params of [{}, { sigma: 0.6 }, { sigma: 0.3, method: 'unsharp' }]) {
    const { data } = run('kernel', input, params);
    expect([...data.subarray(0, 2), ...data.subarray(10)]).toEqual([200, 128, 200, 128]);
    expect(data.filter((_, at) => at % 2 === 1)).toEqual(input.data.filter((_, at) => at % 2 === 1));
  }
});

it('leaves differences alone up to the threshold', () => {
  const input = row('u8', 1, [100, 100, 100, 103, 100, 100, 100, 100, 100, 200, 100, 100, 100]);
  const { data } = run('kernel', input, { sigma: 1, method: 'unsharp', threshold: 5 });
  expect([...data.subarray(0, 7)]).toEqual([100, 100, 100, 103, 100, 100, 100]);
  expect(data[9]).toBeGreaterThan(200);
});

it('takes infinities for 0', () => {
  const [odd, zeros] = [
    [1, Infinity, 0.5, Infinity, -Infinity, 1],
    [1, 0, 0.5, 0, 0, 1],
  ].map((samples) => row('f32', 3, samples)) as [Image, Image];
  for (const how of ['reference', 'kernel'] as const) {
    for (const params of [{}, { sigma: 1 }, { method: 'unsharp' }]) {
      expectClose(run(how, odd, params), run(how, zeros, params), 0, how);
    }
  }
});

it.each([{ sigma: 1 }, { sigma: 2, method: 'unsharp', amount: 3 }])(
  'works pictures wider than a block, and samples beyond white, with %j',
  (params) => {
    for (const layout of LAYOUTS) {
      const input = noise({ ...layout, width: 1031, height: 5 });
      const [got, expected] = [run('kernel', input, params), run('reference', input, params)];
      expectClose(got, expected, sharpen.tolerance[layout.type], `${layout.type}x${layout.channels}`);
    }
    const input = row('f32', 1, [0.2, 0.4, 9000, 0.1, 0.5]);
    const [got, expected] = [run('kernel', input, params), run('reference', input, params)];
    expectClose(got, expected, 0.001, 'far beyond white');
  },
);
