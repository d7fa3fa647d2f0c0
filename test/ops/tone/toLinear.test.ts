import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { GpuBackend } from '../../../src/backends/gpu/backend.ts';
import type { StepInput } from '../../../src/recipe/recipe.ts';
import { describeGpu } from '../../support/vulkan.ts';
import { everyLevel, onGpu, openGpu, row, samplesOf } from '../run.ts';

const LINEAR: StepInput = { op: 'toLinear' };
const SRGB: StepInput = { op: 'toSrgb' };

describe('toLinear', () => {
  // 255 * ((v / 255 + 0.055) / 1.055) ^ 2.4: 0.77, 13.1, 55.0 and 147.3 between the ends; 10 is on the line.
  it.each([
    [0, 0],
    [10, 1],
    [64, 13],
    [128, 55],
    [200, 147],
    [255, 255],
  ])('makes %d of 255 into %d', (value, expected) => {
    expect(samplesOf(row('u8', 1, [value]), LINEAR)).toEqual([expected]);
  });

  it('takes the straight piece up to 0.04045, and mirrors below 0', () => {
    const [dark, middle, negative] = samplesOf(row('f32', 1, [0.02, 0.5, -0.5]), LINEAR);
    expect(dark).toBeCloseTo(0.02 / 12.92, 7);
    expect(middle).toBeCloseTo(0.21404114, 6);
    expect(negative).toBeCloseTo(-0.21404114, 6);
  });

  it('brings every level of 8 bits back through 16', () => {
    const levels = everyLevel('u8');
    const there = [{ op: 'cast', type: 'u16' }, LINEAR] as const;
    const back = [SRGB, { op: 'cast', type: 'u8' }] as const;
    expect(samplesOf(levels, ...there, ...back)).toEqual([...levels.data]);
  });

  it('leaves alpha alone', () => {
    expect(samplesOf(row('u8', 4, [128, 128, 128, 128]), LINEAR)).toEqual([55, 55, 55, 128]);
    expect(samplesOf(row('u8', 2, [128, 128]), LINEAR)).toEqual([55, 128]);
  });

  it('keeps NaN and infinities', () => {
    const odd = [Number.NaN, Infinity, -Infinity];
    expect(samplesOf(row('f32', 1, odd), LINEAR)).toEqual(odd);
  });
});

describeGpu('toLinear on the GPU', () => {
  let gpu: GpuBackend;
  beforeAll(async () => {
    gpu = await openGpu();
  });
  afterAll(() => gpu.close());

  it('keeps NaN and infinities', async () => {
    const odd = [Number.NaN, Infinity, -Infinity];
    expect([...(await onGpu(gpu, row('f32', 1, odd), LINEAR)).data]).toEqual(odd);
  });

  it('is within a level of its reference on every level of 16 bits', async () => {
    const levels = everyLevel('u16');
    const expected = samplesOf(levels, LINEAR);
    const { data } = await onGpu(gpu, levels, LINEAR);
    expect(data.findIndex((level, at) => Math.abs(level - (expected[at] as number)) > 1)).toBe(-1);
  });
});
