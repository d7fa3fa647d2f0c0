import { expect, it } from 'vitest';
import { Capacity } from '../../../src/backends/gpu/capacity.ts';
import type { Image } from '../../../src/core/image.ts';
import { planSteps } from '../../support/chains.ts';

/** The least that WebGPU promises, but for bindings. */
const device = {
  maxStorageBufferBindingSize: 2 ** 28,
  maxBufferSize: 2 ** 28,
  minStorageBufferOffsetAlignment: 256,
};

/** A plan needs no samples. */
const pictureOf = (height: number) => ({ width: 4096, height, channels: 4, type: 'f32' }) as Image;

it('leaves a picture to others whose samples fit a buffer only without what is read back behind them', () => {
  const capacity = new Capacity(device);
  const [fits, fills] = [3584, 4096].map((height) => planSteps([{ op: 'negate' }], pictureOf(height)));
  expect(capacity.supports(fits as NonNullable<typeof fits>)).toBe(true);
  expect(capacity.supports(fills as NonNullable<typeof fills>)).toBe(false);
});
