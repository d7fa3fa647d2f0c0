import { expect, it } from 'vitest';
import { GpuBackend } from '../../../src/backends/gpu/backend.ts';
import { createImage } from '../../../src/core/image.ts';
import { DEFAULT_LIMITS } from '../../../src/core/limits.ts';
import { OPS } from '../../../src/ops/registry.ts';
import { makePlan } from '../../../src/plan/plan.ts';
import type { Step } from '../../../src/recipe/recipe.ts';
import { describeGpu } from '../../support/vulkan.ts';

describeGpu('a GPU that does not finish in time', () => {
  it('costs the task at fault its deadline, and the tasks behind it only this backend', async () => {
    const gpu = await GpuBackend.open({ mode: 'software', limits: { milliseconds: 1 } });
    if (!gpu) throw new Error('there is no adapter');
    const image = createImage({ width: 1024, height: 1024, channels: 3, type: 'u8' });
    const op = OPS.median;
    const step: Step = { op: op as unknown as Step['op'], params: op.params.parse({ size: 9 }) };
    const plan = makePlan([step], image, DEFAULT_LIMITS);
    const first = gpu.process(plan, image);
    const failed = expect(first).rejects.toMatchObject({ code: 'deadline' });
    // Once the first one is submitted, the second one waits behind it.
    await expect.poll(() => gpu.stats().submissions, { interval: 0 }).toBe(1);
    const behind = expect(gpu.process(plan, image)).rejects.toThrow('the GPU does not finish its work');
    await Promise.all([failed, behind]);
    // Does not wait for the GPU.
    await gpu.close();
  });
});
