import { describe, expect, it } from 'vitest';
import { CpuBackend } from '../../../src/backends/cpu/backend.ts';
import { hostMemory } from '../../../src/backends/host-memory.ts';
import { createImage } from '../../../src/core/image.ts';
import type { StepInput } from '../../../src/recipe/recipe.ts';
import { planSteps, runReference } from '../../support/chains.ts';
import { expectClose } from '../../support/compare.ts';
import { noise } from '../../support/pictures.ts';

const cpu = new CpuBackend();

describe('the CPU backend', () => {
  it('lets the event loop turn during a job of 20 megapixels', async () => {
    const image = createImage({ width: 5000, height: 4000, channels: 3, type: 'u8' });
    let turns = 0;
    let turn = setImmediate(function next() {
      turns++;
      turn = setImmediate(next);
    });
    // Half a second of work on a fast machine.
    const steps: StepInput[] = [{ op: 'hue', angle: 80 }, { op: 'saturation', factor: 1.4 }, { op: 'sepia' }];
    const { release } = await cpu.process(planSteps(steps, image), image);
    clearImmediate(turn);
    release();
    expect(turns).toBeGreaterThan(5);
  });

  it('gives each of many jobs at once its own pixels', async () => {
    await Promise.all(
      Array.from({ length: 12 }, async (_, index) => {
        const image = noise({ width: 600 + index, height: 500, channels: 3, type: 'u8' }, index);
        const plan = planSteps([{ op: 'linear', a: 1 + index / 10 }, { op: 'greyscale' }], image);
        const { image: result, release } = await cpu.process(plan, image);
        // A gray that is half a level in decimal fractions may be a hair less in binary ones.
        expectClose(result, runReference(plan, image), 1, `job ${index}`);
        release();
      }),
    );
  });

  it('leaves the picture that it is given as it was', async () => {
    const image = noise({ width: 20, height: 20, channels: 4, type: 'f32' });
    const before = image.data.slice();
    const steps: StepInput[] = [{ op: 'negate' }, { op: 'gamma' }];
    (await cpu.process(planSteps(steps, image, { fuse: false }), image)).release();
    expect(image.data).toEqual(before);
  });

  it('refuses a picture of another size than planned, and keeps no memory', async () => {
    const plan = planSteps([{ op: 'negate' }], createImage({ width: 4, height: 4, channels: 3, type: 'u8' }));
    const smaller = createImage({ width: 4, height: 3, channels: 3, type: 'u8' });
    const before = hostMemory.stats().leased;
    await expect(cpu.process(plan, smaller)).rejects.toThrow(
      'the image does not have the shape that the plan expects',
    );
    expect(hostMemory.stats().leased).toBe(before);
  });
});
