import { afterAll, beforeAll, expect, it } from 'vitest';
import { CpuBackend } from '../../../src/backends/cpu/backend.ts';
import { GpuBackend } from '../../../src/backends/gpu/backend.ts';
import type { StepInput } from '../../../src/recipe/recipe.ts';
import { planSteps, runReference } from '../../support/chains.ts';
import { expectClose } from '../../support/compare.ts';
import { keepIdle } from '../../support/idle.ts';
import { noise } from '../../support/pictures.ts';
import { describeGpu } from '../../support/vulkan.ts';

keepIdle();

/** Area ops between point ops, of which each changes the pixel type or the number of channels. */
const STEPS: readonly StepInput[] = [
  { op: 'negate', alpha: false },
  { op: 'dilate', width: 3 },
  { op: 'cast', type: 'u16' },
  { op: 'erode', width: 2 },
  { op: 'linear', a: 0.5, b: 300 },
  { op: 'greyscale' },
  { op: 'dilate', width: 5 },
  { op: 'cast', type: 'f32' },
];

describeGpu('area ops among point ops', () => {
  let whole: GpuBackend;
  let banded: GpuBackend;
  const picture = noise({ width: 131, height: 97, channels: 4, type: 'u8' });

  beforeAll(async () => {
    whole = (await GpuBackend.open({ mode: 'software' })) as GpuBackend;
    banded = (await GpuBackend.open({ mode: 'software', limits: { bindingBytes: 32_768 } })) as GpuBackend;
  });

  afterAll(async () => {
    await whole.close();
    await banded.close();
  });

  it('take the point ops behind them into their own dispatch, and give the same pixels as one by one', async () => {
    const fused = planSteps(STEPS, picture);
    const separate = planSteps(STEPS, picture, { fuse: false });
    expect([fused.passes.length, separate.passes.length]).toEqual([7, 11]);
    const expected = runReference(fused, picture);
    for (const plan of [fused, separate]) {
      const { image, release } = await whole.process(plan, picture);
      // Half a level of u16, where a rounding before fell the other way.
      expectClose(image, expected, 1 / 65535, `${plan.passes.length} passes`);
      release();
    }
    expect(whole.stats().created).toBe(2);
  });

  it('read the rows beyond their band, and give the same bytes as in one piece', async () => {
    const plan = planSteps(STEPS, picture);
    const [inBands, inOne] = [await banded.process(plan, picture), await whole.process(plan, picture)];
    expectClose(inBands.image, inOne.image, 0, 'bands of 32 KiB');
    inBands.release();
    inOne.release();
  });

  it('give the same pixels on the CPU', async () => {
    const plan = planSteps(STEPS, picture);
    const { image, release } = await new CpuBackend().process(plan, picture);
    expectClose(image, runReference(plan, picture), 0, 'cpu');
    release();
  });
});
