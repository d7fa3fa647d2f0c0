import { afterAll, beforeAll, expect, it } from 'vitest';
import { GpuBackend } from '../../../src/backends/gpu/backend.ts';
import type { Image } from '../../../src/core/image.ts';
import { everyRow, everyRowOfLarge, planSteps, runReference, twentySteps } from '../../support/chains.ts';
import { expectClose } from '../../support/compare.ts';
import { keepIdle } from '../../support/idle.ts';
import { noise } from '../../support/pictures.ts';
import { describeGpu, slowDriver } from '../../support/vulkan.ts';

keepIdle();

/** Of so many rows one is compared: the reference takes long for all of them. */
const SAMPLED = 4;

describeGpu('a chain of twenty ops on the GPU', () => {
  let gpu: GpuBackend;
  let photo: Image;
  let expected: Image;

  beforeAll(async () => {
    gpu = (await GpuBackend.open({ mode: 'software' })) as GpuBackend;
    // Two megapixels of them are several bands of workgroups as well.
    photo = await everyRowOfLarge(slowDriver ? 20 : 10);
    const rows = everyRow(SAMPLED, photo);
    expected = runReference(planSteps(twentySteps(), rows), rows);
  });

  afterAll(() => gpu.close());

  it('is one dispatch, or twenty between the same two texel buffers, and equals the reference', async () => {
    const fused = planSteps(twentySteps(), photo);
    const separate = planSteps(twentySteps(), photo, { fuse: false });
    expect([fused.passes.length, separate.passes.length]).toEqual([1, 20]);
    for (const plan of [fused, separate]) {
      const { image, release } = await gpu.process(plan, photo);
      expectClose(everyRow(SAMPLED, image), expected, 1, `${plan.passes.length} passes`);
      release();
    }
    // The separate passes need f32 between them: two larger buffers in place of the first two.
    expect(gpu.stats()).toMatchObject({ created: 4, leased: 0 });
  });

  it('allocates and compiles nothing after the first run, whatever the parameters', async () => {
    const before = gpu.stats();
    const plan = planSteps(twentySteps(1), photo, { fuse: false });
    const { image, release } = await gpu.process(plan, photo);
    expect(image.channels).toBe(1);
    release();
    const { created, pipelines } = before;
    expect(gpu.stats()).toMatchObject({ created, pipelines, leased: 0 });
  });

  it('holds two texel buffers at a time, for one op as for fifty', async () => {
    const image = noise({ width: 300, height: 200, channels: 3, type: 'u16' });
    for (const length of [1, 50]) {
      const fresh = (await GpuBackend.open({ mode: 'software' })) as GpuBackend;
      const steps = Array.from({ length }, () => ({ op: 'linear' as const, a: 1.01 }));
      const { release } = await fresh.process(planSteps(steps, image, { fuse: false }), image);
      release();
      expect(fresh.stats()).toMatchObject({ created: 2, leased: 0, free: 2 });
      await fresh.close();
    }
  });
});
