import { expect, it } from 'vitest';
import { CpuBackend } from '../../../src/backends/cpu/backend.ts';
import { hostMemory } from '../../../src/backends/host-memory.ts';
import type { StepInput } from '../../../src/recipe/recipe.ts';
import { everyRow, everyRowOfLarge, planSteps, runReference, twentySteps } from '../../support/chains.ts';
import { expectClose, worstDifference } from '../../support/compare.ts';
import { keepIdle } from '../../support/idle.ts';
import { LAYOUTS, noise } from '../../support/pictures.ts';

keepIdle();

/** Rows between two that are compared: the reference takes long for all of them. */
const SAMPLED = 24;

it('runs a chain of twenty ops between two buffers on the CPU, and equals the reference', async () => {
  const cpu = new CpuBackend();
  // A twelfth of them is many chunks as well.
  const photo = await everyRowOfLarge(12);
  const fused = planSteps(twentySteps(), photo);
  const separate = planSteps(twentySteps(), photo, { fuse: false });
  const rows = everyRow(SAMPLED, photo);
  const expected = runReference(planSteps(twentySteps(), rows), rows);

  for (const [plan, buffers] of [
    [fused, 1],
    [separate, 2],
  ] as const) {
    hostMemory.trim();
    const before = hostMemory.stats();
    const { image, release } = await cpu.process(plan, photo);
    expect(hostMemory.stats()).toMatchObject({
      leased: before.leased + buffers,
      created: before.created + buffers,
    });
    expectClose(everyRow(SAMPLED, image), expected, 0, `${plan.groups.length} groups`);
    release();
    expect(hostMemory.stats().leased).toBe(before.leased);
  }

  const warm = hostMemory.stats();
  (await cpu.process(planSteps(twentySteps(1), photo, { fuse: false }), photo)).release();
  expect(hostMemory.stats()).toMatchObject({ created: warm.created, leased: warm.leased });
});

const MIXED: readonly StepInput[][] = [
  [{ op: 'hue', angle: 80 }, { op: 'negate' }, { op: 'linear', a: 1.7, b: -30 }],
  [{ op: 'sepia' }, { op: 'saturation', factor: 1.4 }, { op: 'greyscale' }, { op: 'gamma', gamma: 2 }],
  [{ op: 'ensureAlpha' }, { op: 'vibrance', amount: 0.7 }, { op: 'removeAlpha' }, { op: 'negate' }],
  [
    { op: 'negate' },
    { op: 'extractChannel', channel: 0 },
    { op: 'recomb', matrix: [0.5, 0, 0, 0, 2, 0, 0, 0, 1] },
  ],
];

it.each(MIXED.map((steps) => [steps.map(({ op }) => op).join(', '), steps] as const))(
  'hands chunks of pixels from kernel to kernel: %s',
  async (_, steps) => {
    for (const { type, channels } of LAYOUTS) {
      // More than two chunks, the last of which is not full.
      const image = noise({ width: 311, height: 227, channels, type });
      const plan = planSteps(steps, image);
      const { image: result, release } = await new CpuBackend().process(plan, image);
      expect(plan.groups).toHaveLength(1);
      const apart = worstDifference(result, runReference(plan, image));
      const allowed = { u8: 4, u16: 4, f32: 1e-5 }[type];
      expect(apart.distance, apart.where).toBeLessThanOrEqual(allowed);
      release();
    }
  },
);
