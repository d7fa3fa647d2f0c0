import { expect, it } from 'vitest';
import { createImage } from '../../src/core/image.ts';
import { planSteps } from '../support/chains.ts';
import { samplesOf } from './run.ts';

const image = createImage({ width: 3, height: 2, channels: 1, type: 'u8' });
image.data.set([1, 2, 3, 4, 5, 6]);

it.each([
  [0, [1, 2, 3, 4, 5, 6]],
  [90, [4, 1, 5, 2, 6, 3]],
  [180, [6, 5, 4, 3, 2, 1]],
  [270, [3, 6, 2, 5, 1, 4]],
  [-90, [3, 6, 2, 5, 1, 4]],
  [-180, [6, 5, 4, 3, 2, 1]],
  [-270, [4, 1, 5, 2, 6, 3]],
  [360, [1, 2, 3, 4, 5, 6]],
  [-3600, [1, 2, 3, 4, 5, 6]],
  [3510, [3, 6, 2, 5, 1, 4]],
])('turns to the right by %d degrees', (angle, expected) => {
  expect(samplesOf(image, { op: 'rotate', angle })).toEqual(expected);
  const { output } = planSteps([{ op: 'rotate', angle }], image);
  expect([output.width, output.height]).toEqual(angle % 180 === 0 ? [3, 2] : [2, 3]);
});

it('turns by nothing unless told', () => {
  expect(samplesOf(image, { op: 'rotate' })).toEqual([1, 2, 3, 4, 5, 6]);
});

it.each([45, 1, 89.999, -30])('refuses %d degrees, which would need pixels between pixels', (angle) => {
  expect(() => planSteps([{ op: 'negate' }, { op: 'rotate', angle }], image)).toThrow(
    expect.objectContaining({
      code: 'invalid-parameter',
      errors: [{ pointer: '/steps/1/angle', reason: `expected a multiple of 90, received ${angle}` }],
    }),
  );
});
