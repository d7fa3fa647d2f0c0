import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { GpuBackend } from '../../../src/backends/gpu/backend.ts';
import { describeGpu } from '../../support/vulkan.ts';
import { everyLevel, onGpu, openGpu, row, samplesOf } from '../run.ts';

describe('gamma', () => {
  // 255 * (v / 255) ^ (1 / 2.2): 20.54, 136.03, 186.42 and 228.34 between the ends.
  it.each([
    [0, 0],
    [1, 21],
    [64, 136],
    [128, 186],
    [200, 228],
    [255, 255],
  ])('of 2.2 makes %d of 255 into %d', (value, expected) => {
    expect(samplesOf(row('u8', 1, [value]), { op: 'gamma', gamma: 2.2 })).toEqual([expected]);
  });

  it('is 2.2 by default', () => {
    const levels = everyLevel('u8');
    expect(samplesOf(levels, { op: 'gamma' })).toEqual(samplesOf(levels, { op: 'gamma', gamma: 2.2 }));
  });

  it('takes fractions of white, whatever the pixel type', () => {
    expect(samplesOf(row('u16', 1, [16384]), { op: 'gamma', gamma: 2 })).toEqual([
      Math.round(65535 * Math.sqrt(16384 / 65535)),
    ]);
    expect(samplesOf(row('f32', 1, [0.25, 4]), { op: 'gamma', gamma: 2 })).toEqual([0.5, 2]);
  });

  it('changes nothing at 1, on every level of 16 bits', () => {
    const levels = everyLevel('u16');
    expect(samplesOf(levels, { op: 'gamma', gamma: 1 })).toEqual([...levels.data]);
  });

  it('leaves alpha alone', () => {
    expect(samplesOf(row('u8', 4, [64, 64, 64, 64]), { op: 'gamma', gamma: 2 })).toEqual([128, 128, 128, 64]);
  });

  it('makes 0 of what is negative and of NaN', () => {
    expect(
      samplesOf(row('f32', 1, [-1, -0.001, Number.NaN, -Infinity]), { op: 'gamma', gamma: 2.2 }),
    ).toEqual([0, 0, 0, 0]);
  });
});

describeGpu('gamma on the GPU', () => {
  let gpu: GpuBackend;
  beforeAll(async () => {
    gpu = await openGpu();
  });
  afterAll(() => gpu.close());

  it('makes 0 of what is negative and of NaN', async () => {
    const floats = row('f32', 1, [-1, Number.NaN, -Infinity, 0.25]);
    const { data } = await onGpu(gpu, floats, { op: 'gamma', gamma: 2 });
    expect([...data].slice(0, 3)).toEqual([0, 0, 0]);
    expect(data[3]).toBeCloseTo(0.5, 5);
  });
});
