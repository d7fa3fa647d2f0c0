import { expect, it } from 'vitest';
import { CpuBackend } from '../../../src/backends/cpu/backend.ts';
import { hostMemory } from '../../../src/backends/host-memory.ts';
import { everyRow, planSteps, runReference, twentyMegapixels, twentySteps } from '../../support/chains.ts';
import { expectClose } from '../../support/compare.ts';

/** Rows between two that are compared: the reference takes 20 s for all of them. */
const SAMPLED = 8;

it('runs a chain of twenty ops between two buffers on the CPU, and equals the reference', async () => {
  const cpu = new CpuBackend();
  const photo = await twentyMegapixels();
  const fused = planSteps(twentySteps(), photo);
  const separate = planSteps(twentySteps(), photo, { fuse: false });
  const rows = everyRow(SAMPLED, photo);
  const expected = runReference(planSteps(twentySteps(), rows), rows);

  for (const [plan, buffers] of [
    [fused, 1],
    [separate, 2],
  ] as const) {
    const before = hostMemory.stats();
    const { image, release } = await cpu.process(plan, photo);
    expect(hostMemory.stats()).toMatchObject({ leased: buffers, created: before.created + buffers });
    expectClose(everyRow(SAMPLED, image), expected, 0, `${plan.groups.length} groups`);
    release();
    expect(hostMemory.stats().leased).toBe(0);
  }

  const warm = hostMemory.stats();
  (await cpu.process(planSteps(twentySteps(1), photo, { fuse: false }), photo)).release();
  expect(hostMemory.stats()).toMatchObject({ created: warm.created, leased: 0 });
});
