import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Backend } from '../../src/backends/backend.ts';
import { CpuBackend } from '../../src/backends/cpu/backend.ts';
import { GpuBackend } from '../../src/backends/gpu/backend.ts';
import { createImage } from '../../src/core/image.ts';
import type { Pass } from '../../src/core/pass.ts';
import { fusePasses, groupSteps } from '../../src/plan/fuse.ts';
import type { PlannedPass } from '../../src/plan/plan.ts';
import type { StepInput } from '../../src/recipe/recipe.ts';
import { planSteps } from '../support/chains.ts';
import { expectClose } from '../support/compare.ts';
import { LAYOUTS, noise, random } from '../support/pictures.ts';
import { describeGpu, slowDriver } from '../support/vulkan.ts';

const rgb = createImage({ width: 8, height: 8, channels: 3, type: 'u8' });

const negatives = (length: number): StepInput[] => Array.from({ length }, () => ({ op: 'negate' }));

describe('fusePasses', () => {
  it('joins point passes, and keeps the first source, the last goal and every stage', () => {
    const steps: StepInput[] = [
      { op: 'cast', type: 'f32' },
      { op: 'greyscale' },
      { op: 'cast', type: 'u16' },
    ];
    const [pass, ...others] = fusePasses(planSteps(steps, rgb, { fuse: false }).passes);
    expect(others).toEqual([]);
    expect(pass?.source).toMatchObject({ type: 'u8', channels: 3 });
    expect(pass?.goal).toMatchObject({ type: 'u16', channels: 1 });
    expect(pass?.stages.map(({ module, type }) => `${module} ${type}`)).toEqual([
      'ops/channels/cast f32',
      'ops/color/greyscale/weighted f32',
      'ops/channels/cast u16',
    ]);
  });

  it.each([
    [32, [32]],
    [33, [32, 1]],
    [64, [32, 32]],
    [65, [32, 32, 1]],
  ])('spreads %d stages over passes of %j', (length, expected) => {
    const { passes } = planSteps(negatives(1), rgb);
    const many = Array.from({ length }, () => passes[0] as Pass);
    expect(fusePasses(many).map(({ stages }) => stages.length)).toEqual(expected);
  });

  it('joins point passes to an area pass before them, and none to one behind them', () => {
    const [point] = planSteps(negatives(1), rgb).passes as readonly [PlannedPass];
    const [rows, columns] = planSteps([{ op: 'dilate' }], rgb).passes as readonly [PlannedPass, PlannedPass];
    const fused = fusePasses([point, point, rows, columns, point, point]);
    expect(fused.map(({ entry, halo, stages }) => [entry, halo, stages.length])).toEqual([
      ['entry/point', 0, 2],
      [rows.entry, rows.halo, 0],
      [columns.entry, columns.halo, 2],
    ]);
  });

  it('changes none of the passes that it is given', () => {
    const passes = planSteps(negatives(3), rgb, { fuse: false }).passes;
    const before = structuredClone(passes);
    fusePasses(passes);
    expect(passes).toEqual(before);
  });
});

describe('groupSteps', () => {
  it('puts point ops together in their order', () => {
    const { steps } = planSteps([...negatives(2), { op: 'gamma' }], rgb);
    expect(groupSteps(steps).map((group) => group.map(({ op }) => op.name))).toEqual([
      ['negate', 'negate', 'gamma'],
    ]);
  });

  it('leaves steps of other kinds by themselves', () => {
    const { steps } = planSteps([{ op: 'negate' }, { op: 'dilate' }, { op: 'erode' }, ...negatives(2)], rgb);
    expect(groupSteps(steps).map((group) => group.map(({ op }) => op.name))).toEqual([
      ['negate'],
      ['dilate'],
      ['erode'],
      ['negate', 'negate'],
    ]);
  });
});

/** A chain that fits any picture, mostly of point ops, its pixel types changing on the way. */
function randomChain(next: () => number): StepInput[] {
  const kinds: (() => StepInput)[] = [
    () => ({ op: 'linear', a: next() * 2, b: next() * 40 - 20 }),
    () => ({ op: 'negate', alpha: next() < 0.5 }),
    () => ({ op: 'gamma', gamma: 0.5 + next() * 2 }),
    () => ({ op: 'clip', min: next() * 0.3, max: 0.5 + next() * 200 }),
    () => ({ op: 'cast', type: (['u8', 'u16', 'f32'] as const)[Math.floor(next() * 3)] ?? 'u8' }),
    () => ({ op: 'dilate', width: 1 + Math.floor(next() * 4) }),
    () => ({ op: 'greyscale', method: next() < 0.5 ? 'rec709' : 'luminance' }),
  ];
  const length = 2 + Math.floor(next() * 10);
  return Array.from({ length }, () => kinds[Math.floor(next() * kinds.length)]?.() ?? { op: 'negate' });
}

async function compareFusion(backend: Backend, seed: number): Promise<void> {
  const next = random(seed);
  const layout = LAYOUTS[Math.floor(next() * LAYOUTS.length)] ?? { type: 'u8', channels: 3 };
  const image = noise(
    { ...layout, width: 1 + Math.floor(next() * 90), height: 1 + Math.floor(next() * 40) },
    seed,
  );
  const steps = randomChain(next);
  const fused = await backend.process(planSteps(steps, image), image);
  const separate = await backend.process(planSteps(steps, image, { fuse: false }), image);
  expectClose(
    fused.image,
    separate.image,
    0,
    `seed ${seed}: ${JSON.stringify(steps)} on ${image.width}x${image.height}`,
  );
  fused.release();
  separate.release();
}

const seeds = (first: number, count: number) => Array.from({ length: count }, (_, index) => first + index);

describe('a fused chain on the CPU', () => {
  it.each(seeds(100, 40))('equals its steps one by one, bit for bit, with seed %d', async (seed) => {
    await compareFusion(new CpuBackend(), seed);
  });
});

describeGpu('a fused chain on the GPU', () => {
  let gpu: GpuBackend;
  beforeAll(async () => {
    gpu = (await GpuBackend.open({ mode: 'software' })) as GpuBackend;
  });
  afterAll(() => gpu.close());

  it.each(seeds(100, slowDriver ? 3 : 12))(
    'equals its steps one by one, bit for bit, with seed %d',
    async (seed) => {
      await compareFusion(gpu, seed);
    },
  );

  it('does so with more stages than one pass may have', async () => {
    const image = noise({ width: 61, height: 17, channels: 4, type: 'u8' });
    const plan = planSteps([...negatives(40), { op: 'linear', a: 0.5 }], image);
    expect(plan.passes.map(({ stages }) => stages.length)).toEqual([32, 9]);
    const { image: result, release } = await gpu.process(plan, image);
    const once = await gpu.process(planSteps([{ op: 'linear', a: 0.5 }], image), image);
    expectClose(result, once.image, 0, 'forty negatives');
    release();
    once.release();
  });
});
