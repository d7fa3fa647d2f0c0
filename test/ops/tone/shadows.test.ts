import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { GpuBackend } from '../../../src/backends/gpu/backend.ts';
import { toEncoded, toLinear } from '../../../src/math/srgb.ts';
import { describeGpu } from '../../support/vulkan.ts';
import { everyLevel, onGpu, openGpu, row, samplesOf } from '../run.ts';

const ODD = row('f32', 3, [Number.NaN, 0.5, 0.5, Infinity, 0, 0]);

describe('shadows', () => {
  it.each([
    [0, 2],
    [0.25, 2 * 0.75 ** 2],
    [0.5, 0.5],
    [1, 0],
  ])('lifts a gray of %d by %d stops', (gray, stops) => {
    const [lifted] = samplesOf(row('f32', 1, [gray]), { op: 'shadows', amount: 1 });
    expect(lifted).toBeCloseTo(toEncoded(toLinear(gray) * 2 ** stops), 6);
  });

  it('keeps the ratio of red, green and blue in light', () => {
    const rgb = [0.4, 0.2, 0.1];
    const lifted = samplesOf(row('f32', 3, rgb), { op: 'shadows', amount: 0.8 }).map(toLinear);
    const gains = lifted.map((light, at) => light / toLinear(rgb[at] as number));
    expect(gains[0]).toBeGreaterThan(1.2);
    expect(gains[1]).toBeCloseTo(gains[0] as number, 4);
    expect(gains[2]).toBeCloseTo(gains[0] as number, 4);
  });

  it.each([-1, 1])('keeps the order of all grays of 16 bits at %d', (amount) => {
    const grays = samplesOf(everyLevel('u16'), { op: 'shadows', amount });
    expect(grays.findIndex((gray, at) => gray < (grays[at - 1] ?? 0))).toBe(-1);
    expect([grays[0], grays[65535]]).toEqual([0, 65535]);
  });

  it('does nothing by default', () => {
    expect(samplesOf(everyLevel('u16'), { op: 'shadows' })).toEqual([...everyLevel('u16').data]);
  });

  it('leaves alpha alone', () => {
    expect(samplesOf(row('u8', 2, [64, 9]), { op: 'shadows', amount: 1 })[1]).toBe(9);
  });

  it('keeps NaN to its sample, and takes its tone for black', () => {
    const [missing, green, , bright] = samplesOf(ODD, { op: 'shadows', amount: 1 });
    expect(missing).toBeNaN();
    expect(green).toBeCloseTo(toEncoded(4 * toLinear(0.5)), 6);
    expect(bright).toBe(Infinity);
  });
});

describeGpu('shadows on the GPU', () => {
  let gpu: GpuBackend;
  beforeAll(async () => {
    gpu = await openGpu();
  });
  afterAll(() => gpu.close());

  it('keeps NaN to its sample, and takes its tone for black', async () => {
    const { data } = await onGpu(gpu, ODD, { op: 'shadows', amount: 1 });
    expect(data[0]).toBeNaN();
    expect(data[1]).toBeCloseTo(toEncoded(4 * toLinear(0.5)), 5);
    expect(data[3]).toBe(Infinity);
  });
});
