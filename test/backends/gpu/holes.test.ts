import { afterAll, beforeAll, expect, it } from 'vitest';
import { CpuBackend } from '../../../src/backends/cpu/backend.ts';
import { openDevice } from '../../../src/backends/gpu/device.ts';
import { Executor } from '../../../src/backends/gpu/executor.ts';
import type { StepInput } from '../../../src/recipe/recipe.ts';
import { planSteps } from '../../support/chains.ts';
import { expectClose } from '../../support/compare.ts';
import { noise } from '../../support/pictures.ts';
import { describeGpu } from '../../support/vulkan.ts';

const MIXING: StepInput[] = [
  { op: 'blur', sigma: 1 },
  { op: 'blur', sigma: 9 },
  { op: 'blur', sigma: 2, light: 'linear' },
  { op: 'boxBlur', radius: 2 },
  { op: 'boxBlur', radius: 20 },
  { op: 'sharpen' },
  { op: 'sharpen', sigma: 1 },
  { op: 'convolve', width: 3, height: 3, kernel: [0, 1, 0, 1, 1, 1, 0, 1, 0] },
  { op: 'convolve', width: 3, height: 3, kernel: [1, 1, 1, 1, 1, 1, 1, 1, 1] },
  { op: 'resize', width: 13 },
  { op: 'pixelate', size: 5 },
  { op: 'rotate', angle: 11 },
];

/** Mixes nothing, or has weights that are not to be scaled up. */
const OTHERS: StepInput[] = [
  { op: 'linear', a: 2 },
  { op: 'sobel' },
  { op: 'convolve', width: 3, height: 3, kernel: [-1, 0, 1, -2, 0, 2, -1, 0, 1] },
  { op: 'rotate', angle: 90 },
];

describeGpu('pictures with holes', () => {
  let executor: Executor;

  beforeAll(async () => {
    const opened = await openDevice('software');
    if (!opened) throw new Error('there is no adapter');
    executor = new Executor(opened);
  });

  afterAll(() => executor.destroy());

  it.each(MIXING.map((step) => [JSON.stringify(step), step] as const))(
    'are left to the CPU: %s',
    async (_, step) => {
      const image = noise({ width: 70, height: 40, channels: 3, type: 'f32' });
      const plan = planSteps([{ op: 'linear', a: 1 }, step], image);
      const task = { plan, from: { kind: 'image', image } } as const;
      const whole = await executor.perform(task);
      expect(whole?.kind).toBe('image');
      whole?.release();
      image.data[3 * (70 * 31 + 66) + 1] = Number.NaN;
      expect(await executor.perform(task)).toBeUndefined();
    },
  );

  it.each(OTHERS.map((step) => [JSON.stringify(step), step] as const))(
    'are nothing special: %s',
    async (_, step) => {
      const image = noise({ width: 70, height: 40, channels: 3, type: 'f32' });
      image.data[700] = Number.NaN;
      const plan = planSteps([step], image);
      const got = await executor.process(plan, image);
      const expected = await new CpuBackend().process(plan, image);
      expectClose(got.image, expected.image, 1e-5, step.op);
      got.release();
      expected.release();
    },
  );
});
