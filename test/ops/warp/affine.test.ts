import sharp from 'sharp';
import { expect, it } from 'vitest';
import { createImage } from '../../../src/core/image.ts';
import { toEnd } from '../../../src/core/turns.ts';
import { affine } from '../../../src/ops/warp/affine.ts';
import { parseRecipe } from '../../../src/recipe/recipe.ts';
import { planSteps } from '../../support/chains.ts';
import { expectClose } from '../../support/compare.ts';
import { LAYOUTS, noise } from '../../support/pictures.ts';
import { row, samplesOf } from '../run.ts';

it('enlarges as sharp does, with an edge that the background is mixed into', () => {
  const image = row('u8', 1, [20, 60]);
  const step = { op: 'affine' as const, matrix: [2, 0, 0, 1] };
  expect(samplesOf(image, step)).toEqual([20, 40, 60, 30]);
  expect(samplesOf(image, { ...step, background: 'white' })).toEqual([20, 40, 60, 158]);
  expect(samplesOf(image, { ...step, interpolator: 'nearest' })).toEqual([20, 20, 60, 60]);
});

it('takes two rows of two as well', () => {
  const nested = parseRecipe({
    steps: [
      {
        op: 'affine',
        matrix: [
          [1, 2],
          [3, 4],
        ],
      },
    ],
  });
  expect(nested.steps[0]?.params).toMatchObject({ matrix: [1, 2, 3, 4] });
});

it.each([
  ['bilinear', 1],
  ['nearest', 0],
  ['bicubic', 3],
] as const)('has sharp’s extents and positions, %s', async (interpolator, apart) => {
  const image = createImage({ width: 23, height: 17, channels: 3, type: 'u8' });
  for (let at = 0; at < image.data.length; at++) image.data[at] = 127 + 120 * Math.sin(at / 23);
  const { width, height } = image;
  for (const matrix of [
    [1, 0.3, -0.2, 0.8],
    [-1.5, 0.4, 0.1, 1.7],
    [0.3, -0.9, 1.1, 0.2],
  ] as const) {
    const shifts = { idx: 0.3, idy: -1.2, odx: 2.6, ody: 0.7 };
    const { data, info } = await sharp(image.data, { raw: { width, height, channels: 3 } })
      .affine([...matrix], { ...shifts, interpolator, background: '#20c0ff' })
      .raw()
      .toBuffer({ resolveWithObject: true });
    const params = affine.params.parse({ matrix, ...shifts, interpolator, background: '20c0ff' });
    const output = createImage(affine.geometry(image, params));
    affine.reference(image, params, output);
    expect([output.width, output.height]).toEqual([info.width, info.height]);
    const worst = Math.max(...output.data.map((value, at) => Math.abs(value - (data[at] ?? 0))));
    expect(worst).toBeLessThanOrEqual(apart);
  }
});

it('refuses a matrix that flattens the picture', () => {
  const image = row('u8', 1, [1, 2, 3]);
  for (const matrix of [
    [1, 2, 2, 4],
    [0, 0, 0, 0],
    [1000, 1000, 1000, 1000 + 1e-9],
  ]) {
    expect(() => planSteps([{ op: 'affine', matrix }], image)).toThrow(
      expect.objectContaining({
        code: 'invalid-parameter',
        errors: [expect.objectContaining({ pointer: '/steps/0/matrix' })],
      }),
    );
  }
});

it('weighs colours by their alpha', () => {
  const image = row('u8', 2, [200, 255, 100, 0]);
  const step = { op: 'affine' as const, matrix: [2, 0, 0, 1], background: 'transparent' };
  expect(samplesOf(image, step)).toEqual([200, 255, 200, 128, 0, 0, 0, 0]);
});

it('leaves NaN and infinities where they are at whole positions', () => {
  const image = row('f32', 1, [1, Number.NaN, 2, Infinity, 3]);
  for (const interpolator of ['bilinear', 'bicubic', 'nohalo', 'nearest'] as const) {
    expect(samplesOf(image, { op: 'affine', matrix: [1, 0, 0, 1], interpolator })).toEqual([...image.data]);
  }
});

it('has a kernel that equals the reference', () => {
  for (const layout of LAYOUTS) {
    const image = noise({ ...layout, width: 19, height: 13 });
    for (const interpolator of ['nearest', 'bilinear', 'bicubic', 'nohalo'] as const) {
      for (const background of ['black', '20c0ff80']) {
        const params = affine.params.parse({ matrix: [1.4, 0.3, -0.5, 1.2], interpolator, background });
        const shape = affine.geometry(image, params);
        const [expected, got] = [createImage(shape), createImage(shape)];
        affine.reference(image, params, expected);
        toEnd(affine.kernel(image, params, got));
        expectClose(got, expected, layout.type === 'f32' ? 1e-6 : 1, `${interpolator} ${layout.type}`);
      }
    }
  }
});

it('takes the pixel that a position hits, nearest', () => {
  const image = noise({ width: 57, height: 38, channels: 1, type: 'u8' }, 1);
  const params = affine.params.parse({ matrix: [1.2, 0.3, -0.2, 0.9], interpolator: 'nearest' });
  const output = createImage(affine.geometry(image, params));
  affine.reference(image, params, output);
  for (let y = 0; y < output.height; y++) {
    for (let x = 0; x < output.width; x++) {
      // The inverse in whole numbers; the result begins 11.4 rows above the picture, rounded.
      const down = y - 11;
      const column = Math.floor((15 * x - 5 * down) / 19);
      const row = Math.floor((10 * x + 60 * down) / 57);
      const inside = column >= 0 && column < image.width && row >= 0 && row < image.height;
      const expected = inside ? image.data[row * image.width + column] : 0;
      expect(output.data[y * output.width + x]).toBe(expected);
    }
  }
});
