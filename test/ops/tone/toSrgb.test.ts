import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { GpuBackend } from '../../../src/backends/gpu/backend.ts';
import type { StepInput } from '../../../src/recipe/recipe.ts';
import { describeGpu } from '../../support/vulkan.ts';
import { everyLevel, onGpu, openGpu, row, samplesOf } from '../run.ts';

const LINEAR: StepInput = { op: 'toLinear' };
const SRGB: StepInput = { op: 'toSrgb' };

describe('toSrgb', () => {
  // 255 * (1.055 * (v / 255) ^ (1 / 2.4) - 0.055): 12.7, 137.2, 187.8 and 229.1 between the ends.
  it.each([
    [0, 0],
    [1, 13],
    [64, 137],
    [128, 188],
    [200, 229],
    [255, 255],
  ])('makes %d of 255 into %d', (value, expected) => {
    expect(samplesOf(row('u8', 1, [value]), SRGB)).toEqual([expected]);
  });

  it('is the inverse of toLinear, below 0 and above white too', () => {
    const floats = [-1.5, -0.5, -0.001, 0, 0.001, 0.5, 1, 4];
    const back = samplesOf(row('f32', 1, floats), LINEAR, SRGB);
    back.forEach((value, at) => {
      expect(value).toBeCloseTo(floats[at] as number, 5);
    });
  });

  it('leaves alpha alone', () => {
    expect(samplesOf(row('u8', 4, [128, 128, 128, 128]), SRGB)).toEqual([188, 188, 188, 128]);
    expect(samplesOf(row('u8', 2, [128, 128]), SRGB)).toEqual([188, 128]);
  });

  it('keeps NaN and infinities', () => {
    const odd = [Number.NaN, Infinity, -Infinity];
    expect(samplesOf(row('f32', 1, odd), SRGB)).toEqual(odd);
  });
});

describeGpu('toSrgb on the GPU', () => {
  let gpu: GpuBackend;
  beforeAll(async () => {
    gpu = await openGpu();
  });
  afterAll(() => gpu.close());

  it('keeps NaN and infinities', async () => {
    const odd = [Number.NaN, Infinity, -Infinity];
    expect([...(await onGpu(gpu, row('f32', 1, odd), SRGB)).data]).toEqual(odd);
  });

  it('is within a level of its reference on every level of 16 bits', async () => {
    const levels = everyLevel('u16');
    const expected = samplesOf(levels, SRGB);
    const { data } = await onGpu(gpu, levels, SRGB);
    expect(data.findIndex((level, at) => Math.abs(level - (expected[at] as number)) > 1)).toBe(-1);
  });
});
