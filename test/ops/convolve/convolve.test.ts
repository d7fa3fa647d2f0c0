import sharp from 'sharp';
import { expect, it } from 'vitest';
import { createImage, type Image } from '../../../src/core/image.ts';
import { toEnd } from '../../../src/core/turns.ts';
import { convolve } from '../../../src/ops/convolve/convolve.ts';
import { parseOps } from '../../../src/recipe/grammar.ts';
import { parseRecipe } from '../../../src/recipe/recipe.ts';
import { planSteps } from '../../support/chains.ts';
import { expectClose } from '../../support/compare.ts';
import { LAYOUTS, noise } from '../../support/pictures.ts';
import { row, samplesOf } from '../run.ts';

const COUNTED = { op: 'convolve' as const, width: 3, height: 3, kernel: [1, 2, 3, 4, 5, 6, 7, 8, 9] };

/** A gray picture of 5x5 with one pixel that is not black. */
function dot(level: number): Image {
  const image = createImage({ width: 5, height: 5, channels: 1, type: 'u8' });
  image.data[12] = level;
  return image;
}

it('lays the kernel on the picture without turning it round', () => {
  const samples = samplesOf(dot(10), { ...COUNTED, scale: 1 });
  expect(samples.slice(6, 9)).toEqual([90, 80, 70]);
  expect(samples.slice(16, 19)).toEqual([30, 20, 10]);
});

it('takes column 2 of 4 as the middle, as libvips does', () => {
  const kernel = [1, 2, 3, 4];
  expect(
    samplesOf(row('u8', 1, [0, 0, 0, 10, 0, 0]), { op: 'convolve', width: 4, height: 1, kernel, scale: 1 }),
  ).toEqual([0, 0, 40, 30, 20, 10]);
});

it('divides by the sum of the weights, or by 1 where that is not above 0, and adds the offset', () => {
  const line = row('u8', 1, [10, 20, 60]);
  expect(samplesOf(line, { op: 'convolve', width: 3, height: 1, kernel: [1, 2, 1] })).toEqual([13, 28, 50]);
  const edges = { op: 'convolve' as const, width: 3, height: 1, kernel: [-1, 0, 1] };
  expect(samplesOf(line, { ...edges, offset: 100 })).toEqual([110, 150, 140]);
  // In binary these do not add up to 0.
  const kernel = [0.1, 0.2, -0.3];
  expect(samplesOf(line, { op: 'convolve', width: 3, height: 1, kernel, offset: 50 })).toEqual([47, 37, 46]);
});

it('refuses a kernel of another length', () => {
  expect(() => planSteps([{ ...COUNTED, width: 4 }], dot(1))).toThrow(
    expect.objectContaining({
      errors: [expect.objectContaining({ reason: 'expected 4 x 3 = 12 numbers, received 9' })],
    }),
  );
});

it('is written with colons in a URL', () => {
  const { steps } = parseRecipe(parseOps('convolve_3_1_-1:2:-1_offset=4'));
  expect(steps[0]?.params).toEqual({ width: 3, height: 1, kernel: [-1, 2, -1], offset: 4 });
});

it('mixes alpha where weights add up to more than 0, and keeps it where they do not', () => {
  const line = row('u8', 2, [200, 255, 40, 0, 100, 85]);
  const blur = { op: 'convolve' as const, width: 3, height: 1, kernel: [1, 1, 1] };
  // Alphas are 170, 113.3 and 28.3; the transparent pixel's 40 never shows.
  expect(samplesOf(line, blur)).toEqual([200, 170, 175, 113, 100, 57]);
  expect(samplesOf(line, { ...blur, scale: 6 })).toEqual([100, 170, 88, 113, 50, 57]);
  expect(samplesOf(line, { ...blur, kernel: [0, 1, -1] })).toEqual([200, 255, 0, 0, 0, 85]);
});

it('gives opaque pictures the colours that they have without alpha', () => {
  const plain = noise({ width: 9, height: 7, channels: 1, type: 'u8' });
  const opaque = createImage({ ...plain, channels: 2 });
  plain.data.forEach((level, at) => {
    opaque.data.set([level, 255], 2 * at);
  });
  for (const kernel of [COUNTED.kernel, [0, -1, 0, -1, 4, -1, 0, -1, 0]]) {
    const step = { ...COUNTED, kernel, scale: 30, offset: 7 };
    expect(samplesOf(opaque, step).filter((_, at) => at % 2 === 0)).toEqual(samplesOf(plain, step));
  }
});

it('spreads NaN to the pixels that weigh it where weights have no sum, and not from transparent ones', () => {
  const step = { op: 'convolve' as const, width: 3, height: 1, kernel: [1, 0, 1] };
  const { NaN: nan } = Number;
  expect(samplesOf(row('f32', 1, [1, nan, 1, 1]), step)).toEqual([1, 1, 1, 1]);
  expect(samplesOf(row('f32', 1, [1, nan, 1, 2]), { ...step, kernel: [-1, 0, 1] })).toEqual([nan, 0, nan, 1]);
  expect(samplesOf(row('f32', 2, [1, 1, nan, 0, 1, 1]), step)).toEqual([1, 0.5, 1, 1, 1, 0.5]);
});

it('is black where alphas cancel out', () => {
  const input = row('u8', 2, [154, 112, 10, 0, 255, 228, 169, 242, 246, 222, 108, 8]);
  const step = { width: 6, height: 1, kernel: [-4, 0, 4, -3, 1, 5] };
  for (const write of [convolve.reference, convolve.kernel]) {
    const output = createImage(input);
    toEnd(write(input, convolve.params.parse(step), output));
    expect([...output.data.slice(6, 8)]).toEqual([0, 0]);
  }
});

it('takes the difference of large products', () => {
  const kernel = [123457, -246914, 123457];
  const even = row('u16', 1, [20001, 31112, 42223, 53334, 64445]);
  const output = createImage(even);
  toEnd(convolve.kernel(even, convolve.params.parse({ width: 3, height: 1, kernel, offset: 100 }), output));
  expect([...output.data.slice(1, 4)]).toEqual([100, 100, 100]);
});

it('has a kernel that equals the reference with offsets within and beyond white', () => {
  const kernels = [COUNTED.kernel, [0, -1, 0, -1, 5, -1, 0, -1, 0], [-9, 4, 9, -7, 0, 5, 9, -1, -9]];
  const input = noise({ width: 37, height: 9, channels: 3, type: 'u8' }, 3);
  for (const kernel of kernels) {
    for (const offset of [-700, -200, 0.5, 254, 300]) {
      const params = convolve.params.parse({ width: 3, height: 3, kernel, offset });
      const [expected, got] = [createImage(input), createImage(input)];
      convolve.reference(input, params, expected);
      toEnd(convolve.kernel(input, params, got));
      expectClose(got, expected, 1, `${kernel} + ${offset}`);
    }
  }
});

it('has a kernel that equals the reference whatever the sizes of weights', () => {
  const input = createImage({ width: 21, height: 13, channels: 1, type: 'u8' });
  for (let at = 0; at < input.data.length; at += 23) input.data[at] = 255;
  const line = [0.25, 0, 1, -0.5, 0.125];
  const kernel = line.flatMap((weight) => [64, 128, 128, 64, 128].map((other) => weight * other));
  for (const scale of [1e-2, 1, 100, 1e4, 1e6, 1e9]) {
    for (const step of [
      { width: 5, height: 5, kernel },
      { width: 3, height: 3, kernel: COUNTED.kernel },
    ]) {
      const params = convolve.params.parse({ ...step, scale });
      const [expected, got] = [createImage(input), createImage(input)];
      convolve.reference(input, params, expected);
      toEnd(convolve.kernel(input, params, got));
      expectClose(got, expected, 1, `${step.width}x${step.height} / ${scale}`);
    }
  }
});

it('has a kernel that equals the reference, along lines and not, larger than the picture or not', () => {
  const ones = Array.from({ length: 31 * 31 }, () => 1);
  const odd = ones.map((_, at) => ((at * 37) % 11) - 4);
  for (const layout of LAYOUTS) {
    for (const [width, height] of [
      [1, 1],
      [23, 11],
      [40, 3],
    ] as const) {
      const input = noise({ ...layout, width, height }, width);
      for (const [columns, rows] of [
        [1, 5],
        [2, 3],
        [31, 31],
        [6, 1],
      ] as const) {
        for (const weights of [ones, odd]) {
          const kernel = weights.slice(0, columns * rows);
          const params = convolve.params.parse({ width: columns, height: rows, kernel, offset: 1 });
          const [expected, got] = [createImage(input), createImage(input)];
          convolve.reference(input, params, expected);
          toEnd(convolve.kernel(input, params, got));
          expectClose(
            got,
            expected,
            layout.type === 'f32' ? 1e-5 : 1,
            `${columns}x${rows} on ${width}x${height}`,
          );
        }
      }
    }
  }
});

it('is near sharp on a photo', async () => {
  const photo = sharp('test/fixtures/photos/displayp3.jpg').resize(320).removeAlpha();
  const { data, info } = await photo.raw().toBuffer({ resolveWithObject: true });
  const input: Image = {
    ...createImage({ width: info.width, height: info.height, channels: 3, type: 'u8' }),
    data: new Uint8Array(data),
  };
  for (const [kernel, scale] of [
    [COUNTED.kernel, undefined],
    [[0, -1, 0, -1, 5, -1, 0, -1, 0], undefined],
    [[-1, 0, 1, -2, 0, 2, -1, 0, 1], 3],
  ] as const) {
    const step = { width: 3, height: 3, kernel: [...kernel], scale };
    const output = createImage(input);
    toEnd(convolve.kernel(input, convolve.params.parse(step), output));
    const raw = sharp(data, { raw: { width: info.width, height: info.height, channels: 3 } });
    const theirs = await raw.convolve(step).raw().toBuffer();
    const squares = theirs.reduce((sum, level, at) => sum + (level - (output.data[at] as number)) ** 2, 0);
    expect(10 * Math.log10(255 ** 2 / (squares / theirs.length))).toBeGreaterThan(45);
  }
});
