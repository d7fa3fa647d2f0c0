import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import type { GpuBackend } from '../../../src/backends/gpu/backend.ts';
import { openBackends } from '../../../src/backends/open.ts';
import { openCoders } from '../../../src/coders/registry.ts';
import { planSteps } from '../../support/chains.ts';
import { noise } from '../../support/pictures.ts';
import { describeGpu } from '../../support/vulkan.ts';

describeGpu('a 4K photo turned gray', () => {
  let gpu: GpuBackend;
  const photo = noise({ width: 3840, height: 2160, channels: 3, type: 'u8' });
  const pixels = 3840 * 2160;

  beforeAll(async () => {
    const options = { backends: ['gpu'], gpu: 'software', jpeg: 'auto' } as const;
    const { backends } = await openBackends(options, await openCoders('auto'));
    gpu = backends[0] as GpuBackend;
  });

  beforeEach(() => vi.restoreAllMocks());
  afterAll(() => gpu.close());

  it('is one dispatch, three bytes a pixel up and one down', async () => {
    // Looks on; the real calls go through.
    const writes = vi.spyOn(GPUQueue.prototype, 'writeBuffer');
    const dispatches = vi.spyOn(GPUComputePassEncoder.prototype, 'dispatchWorkgroups');
    const copies = vi.spyOn(GPUCommandEncoder.prototype, 'copyBufferToBuffer');
    const { image, release } = await gpu.process(planSteps([{ op: 'greyscale' }], photo), photo);
    expect(dispatches.mock.calls).toEqual([[60, 135]]);
    const sizes = writes.mock.calls.map(([, , data, , size]) => size ?? (data as Uint8Array).byteLength);
    expect(sizes[0]).toBe(3 * pixels);
    expect(sizes.slice(1).every((size) => size < 4096)).toBe(true);
    // The result, and two timestamps of 8 bytes where the adapter has a clock.
    const [result, ...others] = copies.mock.calls.map((call) => Number(call.at(-1)));
    expect(result).toBe(pixels);
    expect(others.every((size) => size === 16)).toBe(true);
    expect(image.data.length).toBe(pixels);
    release();
  });

  it('compiles nothing: its shaders are ready when the backend is', async () => {
    const { pipelines } = gpu.stats();
    expect(pipelines).toBeGreaterThan(0);
    for (const type of ['u8', 'u16'] as const) {
      for (const channels of [1, 2, 3, 4] as const) {
        const small = noise({ width: 9, height: 7, channels, type });
        const { release } = await gpu.process(planSteps([{ op: 'greyscale' }], small), small);
        release();
      }
    }
    expect(gpu.stats().pipelines).toBe(pipelines);
  });
});
