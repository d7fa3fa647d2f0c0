import sharp from 'sharp';
import { expect, it } from 'vitest';
import { NoirError } from '../../../src/core/errors.ts';
import { createImage, type Shape } from '../../../src/core/image.ts';
import { extend } from '../../../src/ops/geometry/extend.ts';
import { planSteps, runReference } from '../../support/chains.ts';
import { row, samplesOf } from '../run.ts';

const numbers = row('u8', 1, [1, 2, 3]);

it.each([
  ['background', [0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 0, 0, 0, 0, 0]],
  ['copy', [1, 1, 1, 1, 1, 1, 1, 1, 2, 3, 3, 3, 3, 3, 3]],
  ['repeat', [3, 1, 2, 3, 1, 2, 3, 1, 2, 3, 1, 2, 3, 1, 2]],
  ['mirror', [1, 1, 2, 3, 3, 2, 1, 1, 2, 3, 3, 2, 1, 1, 2]],
] as const)('continues a row with %s, beyond its own length', (extendWith, expected) => {
  expect(samplesOf(numbers, { op: 'extend', left: 7, right: 5, extendWith })).toEqual(expected);
});

it('continues columns as it does rows', () => {
  const column = { ...numbers, width: 1, height: 3 };
  for (const extendWith of ['background', 'copy', 'repeat', 'mirror'] as const) {
    expect(samplesOf(column, { op: 'extend', top: 7, bottom: 5, extendWith })).toEqual(
      samplesOf(numbers, { op: 'extend', left: 7, right: 5, extendWith }),
    );
  }
});

it('continues corners in both directions', () => {
  const square = { ...row('u8', 1, [1, 2, 3, 4]), width: 2, height: 2 };
  const sides = { op: 'extend', top: 1, left: 1 } as const;
  expect(samplesOf(square, { ...sides, extendWith: 'copy' })).toEqual([1, 1, 2, 1, 1, 2, 3, 3, 4]);
  expect(samplesOf(square, { ...sides, extendWith: 'repeat' })).toEqual([4, 3, 4, 2, 1, 2, 4, 3, 4]);
  expect(samplesOf(square, { ...sides, background: 'white' })).toEqual([255, 255, 255, 255, 1, 2, 255, 3, 4]);
});

it.each([
  ['u8', 1, 'white', [255, 7]],
  ['u8', 1, 'ff8000', [255, 128, 0, 7, 7, 7]],
  ['u8', 1, '80808000', [128, 0, 7, 255]],
  ['u8', 2, 'ff8000', [255, 128, 0, 255, 7, 7, 7, 8]],
  ['u16', 3, 'ff8000', [65535, 32896, 0, 7, 8, 9]],
  ['u16', 3, 'ff800080', [65535, 32896, 0, 32896, 7, 8, 9, 65535]],
  ['f32', 4, [255, 51, 0, 0.5], [1, Math.fround(0.2), 0, 0.5, 7, 8, 9, 10]],
] as const)(
  'gives %sx%d a background of %s, and the channels to hold it',
  (type, channels, background, expected) => {
    const image = row(type, channels, [7, 8, 9, 10].slice(0, channels));
    const color = typeof background === 'string' ? background : [...background];
    expect(samplesOf(image, { op: 'extend', left: 1, background: color })).toEqual(expected);
  },
);

it('leaves the channels alone where the background is not used', () => {
  const steps = [{ op: 'extend', left: 1, extendWith: 'copy', background: 'ff000080' }] as const;
  expect(planSteps(steps, numbers).output).toMatchObject({ width: 4, channels: 1 });
});

it('keeps the bits of every float', () => {
  const image = createImage({ width: 2, height: 1, channels: 1, type: 'f32' });
  new Uint32Array(image.data.buffer).set([0x7fc01234, 0xff812345]);
  const result = runReference(planSteps([{ op: 'extend', left: 1, extendWith: 'repeat' }], image), image);
  expect([...new Uint32Array(result.data.buffer)]).toEqual([0xff812345, 0x7fc01234, 0xff812345]);
});

it('asks libvips only for what it does the same way', () => {
  const lowers = (shape: Pick<Shape, 'channels' | 'type'>, params: Record<string, unknown>) =>
    extend.sharp(sharp(), extend.params.parse(params), { width: 1, height: 1, ...shape }) !== undefined;
  expect(lowers({ channels: 3, type: 'u8' }, { background: 'ff8000' })).toBe(true);
  expect(lowers({ channels: 1, type: 'u16' }, { extendWith: 'mirror' })).toBe(true);
  expect(lowers({ channels: 3, type: 'u16' }, {})).toBe(false);
  expect(lowers({ channels: 1, type: 'u8' }, {})).toBe(false);
  expect(lowers({ channels: 3, type: 'u8' }, { background: [0.5, 0, 0] })).toBe(false);
  expect(lowers({ channels: 3, type: 'f32' }, { extendWith: 'copy' })).toBe(false);
});

it.each([
  { top: -1 },
  { left: 10_001 },
  { extendWith: 'wrap' },
  { background: '#12345' },
  { background: [1, 2] },
])('refuses %j', (change) => {
  const plan = () => planSteps([{ op: 'extend', ...change } as never], numbers);
  expect(plan).toThrow(NoirError);
  expect(plan).toThrow(`step 1, ${Object.keys(change)[0]}`);
});
