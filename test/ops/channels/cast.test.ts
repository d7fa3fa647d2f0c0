import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CpuBackend } from '../../../src/backends/cpu/backend.ts';
import type { GpuBackend } from '../../../src/backends/gpu/backend.ts';
import type { Image } from '../../../src/core/image.ts';
import type { StepInput } from '../../../src/recipe/recipe.ts';
import { planSteps } from '../../support/chains.ts';
import { describeGpu } from '../../support/vulkan.ts';
import { everyLevel, onGpu, openGpu, row, samplesOf } from '../run.ts';

type Run = (image: Image, ...steps: StepInput[]) => Promise<number[]>;

const NARROWED = row('f32', 1, [Number.NaN, Infinity, -Infinity, -1, 0, 0.5, 1, 2]);

/** What `cast` promises whoever runs it. */
function promises(run: Run): void {
  it.each([
    ['u8', 'u16'],
    ['u8', 'f32'],
    ['u16', 'f32'],
  ] as const)('brings every level of %s back from %s', async (narrow, wide) => {
    const levels = everyLevel(narrow);
    const back = await run(levels, { op: 'cast', type: wide }, { op: 'cast', type: narrow });
    expect(back).toEqual([...levels.data]);
  });

  it('keeps white white and black black', async () => {
    expect(await run(row('u8', 1, [0, 1, 255]), { op: 'cast', type: 'u16' })).toEqual([0, 257, 65535]);
    expect(await run(row('u16', 1, [0, 65535]), { op: 'cast', type: 'f32' })).toEqual([0, 1]);
  });

  it('rounds every level of 16 bits to the nearest of 8', async () => {
    const levels = everyLevel('u16');
    // 257 is odd, so no level lies halfway between two.
    const expected = Array.from(levels.data, (level) => Math.floor((level + 128) / 257));
    expect(await run(levels, { op: 'cast', type: 'u8' })).toEqual(expected);
  });

  it('turns floats that fit no integer into the nearest one, and NaN into 0', async () => {
    expect(await run(NARROWED, { op: 'cast', type: 'u8' })).toEqual([0, 255, 0, 0, 0, 128, 255, 255]);
    expect(await run(NARROWED, { op: 'cast', type: 'u16' })).toEqual([
      0, 65535, 0, 0, 0, 32768, 65535, 65535,
    ]);
  });

  it('keeps numbers as they are without scale', async () => {
    const steps = (type: 'u8' | 'u16' | 'f32'): StepInput => ({ op: 'cast', type, scale: false });
    expect(await run(row('u8', 1, [0, 1, 255]), steps('u16'))).toEqual([0, 1, 255]);
    expect(await run(row('u16', 1, [0, 200, 300, 65535]), steps('u8'))).toEqual([0, 200, 255, 255]);
    expect(await run(row('u16', 1, [0, 65535]), steps('f32'))).toEqual([0, 65535]);
    expect(await run(row('f32', 1, [-3, 1.5, 2.5, 1e9]), steps('u8'))).toEqual([0, 2, 3, 255]);
  });

  it('scales alpha like the colours', async () => {
    expect(await run(row('u8', 2, [10, 255]), { op: 'cast', type: 'u16' })).toEqual([2570, 65535]);
  });
}

describe("cast's reference", () => {
  promises(async (image, ...steps) => samplesOf(image, ...steps));

  it('has to be told the pixel type', () => {
    expect(() => samplesOf(row('u8', 1, [0]), { op: 'cast' } as StepInput)).toThrow(
      'step 1, type: expected one of u8, u16, f32, received nothing',
    );
  });
});

describe('cast on the CPU', () => {
  const cpu = new CpuBackend();
  promises(async (image, ...steps) => {
    const { image: result, release } = await cpu.process(planSteps(steps, image), image);
    const samples = [...result.data];
    release();
    return samples;
  });
});

describeGpu('cast on the GPU', () => {
  let gpu: GpuBackend;
  beforeAll(async () => {
    gpu = await openGpu();
  });
  afterAll(() => gpu.close());

  promises(async (image, ...steps) => [...(await onGpu(gpu, image, ...steps)).data]);
});
