import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { GpuBackend } from '../../../src/backends/gpu/backend.ts';
import { toEncoded, toLinear } from '../../../src/math/srgb.ts';
import { describeGpu } from '../../support/vulkan.ts';
import { everyLevel, onGpu, openGpu, row, samplesOf } from '../run.ts';

const ODD = [Number.NaN, Infinity, -Infinity];

describe('exposure', () => {
  it('doubles light with each stop', () => {
    // 128 of 255 is 0.2159 of light; twice that is 0.6886 encoded, four times 0.9369.
    expect(samplesOf(row('u8', 1, [128]), { op: 'exposure', stops: 1 })).toEqual([176]);
    expect(samplesOf(row('u8', 1, [128]), { op: 'exposure', stops: 2 })).toEqual([239]);
    expect(samplesOf(row('u8', 1, [128]), { op: 'exposure', stops: 3 })).toEqual([255]);
  });

  it('keeps floats beyond white and below black', () => {
    const [bright, dark] = samplesOf(row('f32', 1, [1, -0.5]), { op: 'exposure', stops: 2 });
    expect(bright).toBeCloseTo(toEncoded(4), 6);
    expect(dark).toBeCloseTo(-toEncoded(4 * toLinear(0.5)), 6);
  });

  it('is undone by as many stops the other way', () => {
    const floats = [0, 0.001, 0.1, 0.7, 1.4];
    const there = { op: 'exposure', stops: 3.5 } as const;
    const back = samplesOf(row('f32', 1, floats), there, { ...there, stops: -3.5 });
    back.forEach((value, at) => {
      expect(value).toBeCloseTo(floats[at] as number, 5);
    });
  });

  it('does nothing by default, on every level of 16 bits', () => {
    expect(samplesOf(everyLevel('u16'), { op: 'exposure' })).toEqual([...everyLevel('u16').data]);
  });

  it('leaves alpha alone', () => {
    expect(samplesOf(row('u8', 4, [128, 128, 128, 128]), { op: 'exposure', stops: 1 })).toEqual([
      176, 176, 176, 128,
    ]);
  });

  it('keeps NaN and infinities', () => {
    expect(samplesOf(row('f32', 1, ODD), { op: 'exposure', stops: -1 })).toEqual(ODD);
  });
});

describeGpu('exposure on the GPU', () => {
  let gpu: GpuBackend;
  beforeAll(async () => {
    gpu = await openGpu();
  });
  afterAll(() => gpu.close());

  it('keeps NaN and infinities', async () => {
    const { data } = await onGpu(gpu, row('f32', 1, ODD), { op: 'exposure', stops: -1 });
    expect([...data]).toEqual(ODD);
  });

  it.each([-10, 10])('is within a level of its reference at %d stops, on every level', async (stops) => {
    const expected = samplesOf(everyLevel('u16'), { op: 'exposure', stops });
    const { data } = await onGpu(gpu, everyLevel('u16'), { op: 'exposure', stops });
    expect(data.findIndex((level, at) => Math.abs(level - (expected[at] as number)) > 1)).toBe(-1);
  });
});
