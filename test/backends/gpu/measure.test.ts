import { afterAll, beforeAll, expect, it } from 'vitest';
import { GpuBackend } from '../../../src/backends/gpu/backend.ts';
import { planTime } from '../../../src/backends/gpu/costs.ts';
import { gpuDevice, measureGpu } from '../../../src/backends/gpu/measure.ts';
import { SHIPPED, SHIPPED_COSTS } from '../../../src/engine/costs/shipped.ts';
import { planSteps } from '../../support/chains.ts';
import { noise } from '../../support/pictures.ts';
import { describeGpu } from '../../support/vulkan.ts';

const SHAPE = { width: 64, height: 48, channels: 3, type: 'u8' } as const;

describeGpu('measuring a GPU', () => {
  let gpu: GpuBackend;

  beforeAll(async () => {
    gpu = (await GpuBackend.open({ mode: 'software' })) as GpuBackend;
  });
  afterAll(() => gpu.close());

  it('scales every row that the table has for it', async () => {
    const scales = await measureGpu(gpu, SHIPPED_COSTS, SHAPE);
    expect(Object.keys(scales).sort()).toEqual(Object.keys(SHIPPED.coefficients.gpu ?? {}).sort());
    for (const scale of Object.values(scales)) expect(scale > 0 && Number.isFinite(scale)).toBe(true);
  });

  it('is not for a software adapter unless a test forces it', () => {
    expect(gpu.adapter.software).toBe(true);
    expect(gpuDevice(gpu, true)).toBeUndefined();
  });

  it('expects more of more work, with the ways over the bus', () => {
    const image = noise(SHAPE, 1);
    const time = (steps: readonly { op: string }[]) =>
      gpu.expects(planSteps(steps as never, image), SHIPPED_COSTS);
    expect(time([{ op: 'negate' }, { op: 'median' }])).toBeGreaterThan(time([{ op: 'negate' }]));
    const plan = planSteps([{ op: 'negate' }] as never, image);
    const file = { jpeg: { extent: image, bytes: 900 }, to: 'jpeg' } as const;
    expect(planTime(plan, SHIPPED_COSTS, file)).toBeGreaterThan(0);
  });
});
