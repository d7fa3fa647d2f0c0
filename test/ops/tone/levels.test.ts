import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { GpuBackend } from '../../../src/backends/gpu/backend.ts';
import { describeGpu } from '../../support/vulkan.ts';
import { everyLevel, onGpu, openGpu, row, samplesOf } from '../run.ts';

const ODD = row('f32', 1, [Number.NaN, -Infinity, Infinity, -1, 3]);
const NARROW = { op: 'levels', black: 0.2, white: 0.6, outBlack: 0.25, outWhite: 0.75 } as const;

describe('levels', () => {
  it('stretches a range to the whole, and limits what is beyond', () => {
    // (v / 255 - 0.2) / 0.6: 51 is 0.2, 204 is 0.8.
    const gray = row('u8', 1, [0, 51, 102, 204, 255]);
    expect(samplesOf(gray, { op: 'levels', black: 0.2, white: 0.8 })).toEqual([0, 0, 85, 255, 255]);
  });

  it('applies gamma to what lies in between', () => {
    const [middle] = samplesOf(row('f32', 1, [0.25]), { op: 'levels', gamma: 2 });
    expect(middle).toBeCloseTo(0.5, 6);
  });

  it('limits floats too, and makes NaN the darkest', () => {
    expect(samplesOf(ODD, NARROW)).toEqual([0.25, 0.25, 0.75, 0.25, 0.75]);
  });

  it('makes a negative of outputs the other way around', () => {
    const levels = everyLevel('u8');
    const expected = samplesOf(levels, { op: 'negate' });
    expect(samplesOf(levels, { op: 'levels', outBlack: 1, outWhite: 0 })).toEqual(expected);
  });

  it('does nothing by default, on every level of 16 bits', () => {
    expect(samplesOf(everyLevel('u16'), { op: 'levels' })).toEqual([...everyLevel('u16').data]);
  });

  it('leaves alpha alone', () => {
    expect(samplesOf(row('u8', 2, [0, 7]), { op: 'levels', outBlack: 0.2 })).toEqual([51, 7]);
  });

  it.each([
    [{ black: 0.5, white: 0.5 }, 'expected less than white (0.5), received 0.5'],
    [{ white: 0 }, 'expected less than white (0), received 0'],
  ])('refuses a black point that is not below the white one: %o', (points, reason) => {
    expect(() => samplesOf(row('u8', 1, [0]), { op: 'levels', ...points })).toThrow(
      expect.objectContaining({ errors: [{ pointer: '/steps/0/black', reason }] }),
    );
  });
});

describeGpu('levels on the GPU', () => {
  let gpu: GpuBackend;
  beforeAll(async () => {
    gpu = await openGpu();
  });
  afterAll(() => gpu.close());

  it('limits floats too, and makes NaN the darkest', async () => {
    expect([...(await onGpu(gpu, ODD, NARROW)).data]).toEqual([0.25, 0.25, 0.75, 0.25, 0.75]);
  });
});
