import { afterAll, beforeAll, expect, it } from 'vitest';
import { CpuBackend } from '../../../src/backends/cpu/backend.ts';
import { GpuBackend } from '../../../src/backends/gpu/backend.ts';
import { shaderKey } from '../../../src/backends/gpu/link.ts';
import type { StepInput } from '../../../src/recipe/recipe.ts';
import { planSteps, runReference } from '../../support/chains.ts';
import { expectClose, worstDifference } from '../../support/compare.ts';
import { keepIdle } from '../../support/idle.ts';
import { executedLayouts, noise } from '../../support/pictures.ts';
import { describeGpu } from '../../support/vulkan.ts';

keepIdle();

/** Resizes among point ops, of which some change the pixel type or the number of channels. */
const STEPS: readonly StepInput[] = [
  { op: 'negate', alpha: false },
  { op: 'resize', width: 70, height: 60 },
  { op: 'cast', type: 'u16' },
  { op: 'linear', a: 0.5, b: 300 },
  { op: 'dilate', width: 2 },
  { op: 'resize', width: 150, height: 40, fit: 'contain', kernel: 'mitchell', background: 'f80' },
  { op: 'greyscale' },
  { op: 'cast', type: 'f32' },
];

describeGpu('resizes among other ops', () => {
  let whole: GpuBackend;
  let banded: GpuBackend;
  const picture = noise({ width: 131, height: 97, channels: 3, type: 'u8' });

  beforeAll(async () => {
    whole = (await GpuBackend.open({ mode: 'software' })) as GpuBackend;
    banded = (await GpuBackend.open({ mode: 'software', limits: { bindingBytes: 32_768 } })) as GpuBackend;
  });

  afterAll(async () => {
    await whole.close();
    await banded.close();
  });

  it('take the point ops behind them into their own dispatch, rounded in between', async () => {
    const fused = planSteps(STEPS, picture);
    const separate = planSteps(STEPS, picture, { fuse: false });
    expect([fused.passes.length, separate.passes.length]).toEqual([7, 11]);
    const [together, apart] = [await whole.process(fused, picture), await whole.process(separate, picture)];
    expectClose(together.image, apart.image, 0, 'fused beside separate');
    // A level of u8 is 257 of u16, of which a half is left.
    expectClose(together.image, runReference(fused, picture), 130 / 65535, 'beside the reference');
    const { image, release } = await new CpuBackend().process(fused, picture);
    expectClose(image, runReference(fused, picture), 130 / 65535, 'on the CPU');
    for (const done of [together.release, apart.release, release]) done();
    expect(whole.stats().created).toBe(2);
  });

  it('read the rows around their band, and give the same bytes as in one piece', async () => {
    const plan = planSteps(STEPS, picture);
    const [inBands, inOne] = [await banded.process(plan, picture), await whole.process(plan, picture)];
    expectClose(inBands.image, inOne.image, 0, 'bands of 32 KiB');
    inBands.release();
    inOne.release();
  });

  it('give the same bytes in bands, whichever axis comes first', async () => {
    const compared: string[] = [];
    const layouts = executedLayouts();
    for (const layout of layouts) {
      for (const [width, height] of [
        [120, 300],
        [300, 120],
      ] as const) {
        const image = noise({ ...layout, width, height });
        const plan = planSteps([{ op: 'resize', width: height / 3, height: width, fit: 'fill' }], image);
        // Four rows of large floats with all that they are made of are too much for a window.
        if (!banded.supports(plan)) continue;
        compared.push(`${layout.type}x${layout.channels}`);
        const [inBands, inOne] = [await banded.process(plan, image), await whole.process(plan, image)];
        expectClose(inBands.image, inOne.image, 0, `${width}x${height} ${layout.type}x${layout.channels}`);
        inBands.release();
        inOne.release();
      }
    }
    // Every layout one way at least, and some both ways.
    expect(new Set(compared).size).toBe(layouts.length);
    expect(compared.length).toBeGreaterThan(layouts.length);
  });

  it('compile nothing for another size or kernel, and keep to their own tables side by side', async () => {
    const plans = [40, 41, 160].flatMap((width) =>
      (['lanczos3', 'linear'] as const).map((kernel) =>
        planSteps([{ op: 'resize', width, kernel }], picture),
      ),
    );
    expect(new Set(plans.flatMap(({ passes }) => passes.map(shaderKey))).size).toBeLessThanOrEqual(4);
    const results = await Promise.all(plans.map((plan) => whole.process(plan, picture)));
    for (const [index, { image, release }] of results.entries()) {
      const expected = runReference(plans[index] as (typeof plans)[0], picture);
      expect(worstDifference(image, expected).distance).toBeLessThanOrEqual(1);
      release();
    }
  });
});
