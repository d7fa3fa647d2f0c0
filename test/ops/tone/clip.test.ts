import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { GpuBackend } from '../../../src/backends/gpu/backend.ts';
import { describeGpu } from '../../support/vulkan.ts';
import { onGpu, openGpu, row, samplesOf } from '../run.ts';

const ODD = [Number.NaN, -Infinity, Infinity, -1, 0.5, 2];

describe('clip', () => {
  it('limits colours and leaves alpha alone', () => {
    const rgba = row('u8', 4, [10, 100, 240, 250]);
    expect(samplesOf(rgba, { op: 'clip', min: 40, max: 200 })).toEqual([40, 100, 200, 250]);
  });

  it.each([
    ['u8', [0, 255], [0, 255]],
    ['u16', [0, 65535], [0, 65535]],
    ['f32', [-0.5, 1.5], [0, 1]],
  ] as const)('keeps to the nominal range of %s by default', (type, samples, expected) => {
    expect(samplesOf(row(type, 1, [...samples]), { op: 'clip' })).toEqual(expected);
  });

  it('takes one bound and has the other by default', () => {
    const gray = row('u16', 1, [5, 300, 65535]);
    expect(samplesOf(gray, { op: 'clip', min: 10 })).toEqual([10, 300, 65535]);
    expect(samplesOf(gray, { op: 'clip', max: 256 })).toEqual([5, 256, 256]);
  });

  it('makes NaN the lower bound', () => {
    const floats = row('f32', 1, ODD);
    expect(samplesOf(floats, { op: 'clip', min: 0.25, max: 1.5 })).toEqual([0.25, 0.25, 1.5, 0.25, 0.5, 1.5]);
  });

  it('gives one value when both bounds are the same', () => {
    expect(samplesOf(row('u8', 1, [0, 9, 255]), { op: 'clip', min: 7, max: 7 })).toEqual([7, 7, 7]);
  });

  it.each([
    ['u8', { min: 200, max: 40 }, 'expected at most max (40), received 200'],
    ['u8', { min: 256 }, 'expected at most max (255), received 256'],
    ['f32', { min: 1.5 }, 'expected at most max (1), received 1.5'],
    ['f32', { max: -1 }, 'expected at most max (-1), received 0'],
  ] as const)('refuses on %s a lower bound above the upper one: %o', (type, bounds, reason) => {
    expect(() => samplesOf(row(type, 1, [0]), { op: 'clip', ...bounds })).toThrow(
      expect.objectContaining({ errors: [{ pointer: '/steps/0/min', reason }] }),
    );
  });
});

describeGpu('clip on the GPU', () => {
  let gpu: GpuBackend;
  beforeAll(async () => {
    gpu = await openGpu();
  });
  afterAll(() => gpu.close());

  it('treats NaN and infinities as its reference does', async () => {
    const floats = row('f32', 1, ODD);
    const { data } = await onGpu(gpu, floats, { op: 'clip', min: 0.25, max: 1.5 });
    expect([...data]).toEqual([0.25, 0.25, 1.5, 0.25, 0.5, 1.5]);
  });
});
