import { expect, it } from 'vitest';
import { createImage } from '../../../src/core/image.ts';
import { planSteps } from '../../support/chains.ts';
import { samplesOf } from '../run.ts';

const image = createImage({ width: 4, height: 3, channels: 1, type: 'u16' });
image.data.set([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);

const extract = (left: number, top: number, width: number, height: number) =>
  ({ op: 'extract', left, top, width, height }) as const;

it('cuts out the rectangle, up to the whole picture', () => {
  expect(samplesOf(image, extract(1, 1, 2, 2))).toEqual([6, 7, 10, 11]);
  expect(samplesOf(image, extract(3, 2, 1, 1))).toEqual([12]);
  expect(samplesOf(image, extract(0, 0, 4, 3))).toEqual([...image.data]);
});

it('is measured against what the steps before it made', () => {
  const rotated = samplesOf(image, { op: 'rotate', angle: 90 }, extract(0, 3, 3, 1));
  expect(rotated).toEqual([12, 8, 4]);
});

it('refuses a rectangle that ends outside of the picture, with every edge where it does', () => {
  const width = 'expected left + width within a picture 4 pixels wide, received 5';
  const height = 'expected top + height within a picture 3 pixels high, received 13';
  expect(() => planSteps([extract(1, 3, 4, 10)], image)).toThrow(
    expect.objectContaining({
      code: 'invalid-parameter',
      errors: [
        { pointer: '/steps/0/width', reason: width },
        { pointer: '/steps/0/height', reason: height },
      ],
    }),
  );
  expect(() => planSteps([extract(4, 0, 1, 1)], image)).toThrow('step 1, width');
  expect(() => planSteps([extract(0, 1_000_000, 1, 1_000_000)], image)).toThrow('step 1, height');
});

it.each([{ left: -1 }, { width: 0 }, { top: 0.5 }, { height: undefined }])('refuses %j', (change) => {
  expect(() => planSteps([{ ...extract(0, 0, 1, 1), ...change } as never], image)).toThrow(
    `step 1, ${Object.keys(change)[0]}`,
  );
});
