import { beforeAll, describe, expect, it } from 'vitest';
import { CpuBackend } from '../../../src/backends/cpu/backend.ts';
import { hostMemory } from '../../../src/backends/host-memory.ts';
import { SharpBackend } from '../../../src/backends/sharp/backend.ts';
import type { StepInput } from '../../../src/recipe/recipe.ts';
import { planSteps, runReference } from '../../support/chains.ts';
import { expectClose } from '../../support/compare.ts';
import { LAYOUTS, noise } from '../../support/pictures.ts';

const CHAIN: StepInput[] = [{ op: 'negate' }, { op: 'linear', a: 0.7, b: 9 }, { op: 'gamma', gamma: 1.5 }];

const integers = LAYOUTS.filter(({ type }) => type !== 'f32');

describe('the sharp backend by itself', () => {
  let sharp: SharpBackend;
  beforeAll(async () => {
    sharp = (await SharpBackend.open()) as SharpBackend;
  });

  it.each(integers)(
    'keeps channels and depth through a chain on $type with $channels channels',
    async (layout) => {
      const image = noise({ ...layout, width: 33, height: 9 });
      const plan = planSteps(CHAIN, image);
      expect(sharp.supports(plan)).toBe(true);
      const { image: result } = await sharp.process(plan, image);
      // Each step may be off by one, and the ones behind it carry that on.
      expectClose(result, runReference(plan, image), layout.type === 'u8' ? 3 : 30, JSON.stringify(layout));
    },
  );

  it.each<[string, StepInput[], (typeof LAYOUTS)[number]]>([
    ['floats', [{ op: 'linear' }], { type: 'f32', channels: 3 }],
    ['a step that libvips lacks', [{ op: 'negate' }, { op: 'clip' }], { type: 'u8', channels: 3 }],
    ['gray from 16 bits', [{ op: 'greyscale' }], { type: 'u16', channels: 3 }],
    ["a gamma beyond sharp's range", [{ op: 'gamma', gamma: 0.5 }], { type: 'u8', channels: 3 }],
  ])('does not take %s', (_, steps, layout) => {
    expect(sharp.supports(planSteps(steps, noise({ ...layout, width: 2, height: 2 })))).toBe(false);
  });

  it('leaves the picture that it is given as it was', async () => {
    const image = noise({ width: 20, height: 20, channels: 4, type: 'u16' });
    const before = image.data.slice();
    await sharp.process(planSteps(CHAIN, image), image);
    expect(image.data).toEqual(before);
  });

  it('says which versions it runs on', () => {
    expect(sharp.description).toMatch(/^sharp \d+\.\d+.*, libvips \d+\.\d+/);
  });
});

describe('the sharp backend with the CPU beside it', () => {
  it('takes every step, and runs the ones that libvips lacks there', async () => {
    const sharp = (await SharpBackend.open(new CpuBackend())) as SharpBackend;
    const steps: StepInput[] = [
      { op: 'negate' },
      { op: 'clip', min: 20 },
      { op: 'cast', type: 'f32' },
      { op: 'clip' },
    ];
    const image = noise({ width: 40, height: 30, channels: 3, type: 'u8' });
    const plan = planSteps(steps, image);
    const before = hostMemory.stats().leased;
    expect(sharp.supports(plan)).toBe(true);
    const { image: result, release } = await sharp.process(plan, image);
    expectClose(result, runReference(plan, image), 1e-6, 'negate, clip, cast, clip');
    release();
    expect(hostMemory.stats().leased).toBe(before);
  });
});
