import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { GpuBackend } from '../../../src/backends/gpu/backend.ts';
import { parseOps } from '../../../src/recipe/grammar.ts';
import { describeGpu } from '../../support/vulkan.ts';
import { onGpu, openGpu, row, samplesOf } from '../run.ts';

const RGBA = row('u8', 4, [1, 2, 3, 4, 5, 6, 7, 8]);

describe('extractChannel', () => {
  it.each([
    ['red', 0, [1, 5]],
    ['green', 1, [2, 6]],
    ['blue', 2, [3, 7]],
    ['alpha', 3, [4, 8]],
  ] as const)('gives %s, by name or as %d', (name, index, expected) => {
    expect(samplesOf(RGBA, { op: 'extractChannel', channel: name })).toEqual(expected);
    expect(samplesOf(RGBA, { op: 'extractChannel', channel: index })).toEqual(expected);
  });

  it('finds gray in all three colours, and alpha behind it', () => {
    const gray = row('u16', 2, [500, 9]);
    for (const channel of [0, 1, 2, 'red', 'green', 'blue'] as const) {
      expect(samplesOf(gray, { op: 'extractChannel', channel })).toEqual([500]);
    }
    expect(samplesOf(gray, { op: 'extractChannel', channel: 'alpha' })).toEqual([9]);
  });

  it.each([
    [1, 3],
    [3, 'alpha'],
  ] as const)('refuses alpha of a picture with %d channels', (channels, channel) => {
    const opaque = row('u8', channels, Array(channels).fill(0));
    expect(() => samplesOf(opaque, { op: 'extractChannel', channel })).toThrow(
      'step 1, channel: expected red, green or blue, as the picture has no alpha',
    );
  });

  it('reads numbers and names in an address', () => {
    expect(parseOps('extractChannel_2,extractChannel_alpha').steps).toEqual([
      { op: 'extractChannel', channel: 2 },
      { op: 'extractChannel', channel: 'alpha' },
    ]);
  });

  it('gives an opaque gray to the steps behind it', () => {
    expect(samplesOf(RGBA, { op: 'extractChannel', channel: 1 }, { op: 'opacity' })).toEqual([
      2, 255, 6, 255,
    ]);
  });

  it('keeps NaN and infinities', () => {
    const odd = row('f32', 3, [Number.NaN, Infinity, 1]);
    expect(samplesOf(odd, { op: 'extractChannel', channel: 'red' })).toEqual([Number.NaN]);
    expect(samplesOf(odd, { op: 'extractChannel', channel: 'green' })).toEqual([Infinity]);
  });
});

describeGpu('extractChannel on the GPU', () => {
  let gpu: GpuBackend;
  beforeAll(async () => {
    gpu = await openGpu();
  });
  afterAll(() => gpu.close());

  it.each([
    ['red', [1, 5]],
    ['blue', [3, 7]],
    ['alpha', [4, 8]],
  ] as const)('gives %s', async (channel, expected) => {
    const result = await onGpu(gpu, RGBA, { op: 'extractChannel', channel });
    expect(result.channels).toBe(1);
    expect([...result.data]).toEqual(expected);
  });

  it('gives alpha of a gray picture', async () => {
    const { data } = await onGpu(gpu, row('u16', 2, [500, 9]), { op: 'extractChannel', channel: 'alpha' });
    expect([...data]).toEqual([9]);
  });
});
