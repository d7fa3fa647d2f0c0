import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Backend, BackendName } from '../../src/backends/backend.ts';
import { CpuBackend } from '../../src/backends/cpu/backend.ts';
import { GpuBackend } from '../../src/backends/gpu/backend.ts';
import { hostMemory } from '../../src/backends/host-memory.ts';
import { SharpBackend } from '../../src/backends/sharp/backend.ts';
import type { Image } from '../../src/core/image.ts';
import { Ladder } from '../../src/engine/ladder.ts';
import type { StepInput } from '../../src/recipe/recipe.ts';
import { watchDevices } from '../backends/gpu/lose.ts';
import { planSteps, runReference } from '../support/chains.ts';
import { expectClose } from '../support/compare.ts';
import { noise } from '../support/pictures.ts';
import { describeGpu } from '../support/vulkan.ts';

const image = noise({ width: 50, height: 40, channels: 3, type: 'u8' });
const STEPS: StepInput[] = [{ op: 'linear', a: 0.9 }, { op: 'negate' }];
const plan = planSteps(STEPS, image);

const quiet = () => {};
const sharpOnly = async () => (await SharpBackend.open()) as SharpBackend;

/** Runs the plan, compares the picture, and gives who made it. */
async function climb(ladder: Ladder, picture: Image = image, steps = STEPS): Promise<string> {
  const job = planSteps(steps, picture);
  const { image: result, backend, release } = await ladder.process(job, picture);
  expectClose(result, runReference(job, picture), 2, backend);
  release();
  return backend;
}

describe('the ladder', () => {
  it.each([
    ['a thumbnail', image, 'cpu'],
    ['a photo', noise({ width: 1600, height: 1200, channels: 3, type: 'u8' }), 'sharp'],
  ])('has %s made by who is expected to be the first, whatever the order', async (_, picture, name) => {
    const steps: StepInput[] = [{ op: 'gamma' }];
    const backends = [new CpuBackend(), await sharpOnly()];
    expect(await climb(new Ladder(backends, quiet), picture, steps)).toBe(name);
    expect(await climb(new Ladder(backends.reverse(), quiet), picture, steps)).toBe(name);
  });

  it('has steps that libvips has not made by the CPU, however often', async () => {
    const ladder = new Ladder(
      [(await SharpBackend.open(new CpuBackend())) as SharpBackend, new CpuBackend()],
      quiet,
    );
    for (let turn = 0; turn < 8; turn++) expect(await climb(ladder, image, [{ op: 'clip' }])).toBe('cpu');
  });

  it('learns from what jobs took', async () => {
    // Two orders of magnitude behind where nobody expects it: a first picture tells.
    const cpu = new CpuBackend();
    const slow = Object.assign(new CpuBackend(), {
      process: async (...job: Parameters<CpuBackend['process']>) => {
        await new Promise((resolve) => setTimeout(resolve, 300));
        return cpu.process(...job);
      },
    });
    const ladder = new Ladder([slow, await sharpOnly()], quiet);
    const names: string[] = [];
    for (let turn = 0; turn < 5; turn++) names.push(await climb(ladder));
    expect(names).toEqual(['cpu', 'cpu', 'sharp', 'sharp', 'sharp']);
  });

  it('passes over a backend that does not do the steps, which is no failure', async () => {
    const failures: unknown[] = [];
    const ladder = new Ladder([await sharpOnly(), new CpuBackend()], (name) => failures.push(name));
    expect(await climb(ladder, image, [{ op: 'clip' }])).toBe('cpu');
    expect(failures).toEqual([]);
  });

  it('has nobody do nothing', async () => {
    const {
      image: result,
      backend,
      timings,
    } = await new Ladder([], quiet).process(planSteps([], image), image);
    expect([result, backend, timings]).toEqual([image, 'none', {}]);
  });

  it('says cannot-process when no backend does the steps', async () => {
    const ladder = new Ladder([await sharpOnly()], quiet);
    await expect(ladder.process(planSteps([{ op: 'clip' }], image), image)).rejects.toMatchObject({
      code: 'cannot-process',
      message: 'The enabled backends (sharp) do not do these steps',
    });
  });

  it('says backend-failed when every backend that does the steps fails, and keeps the cause to itself', async () => {
    const failures: BackendName[] = [];
    const ladder = new Ladder([new CpuBackend(), await sharpOnly()], (name) => failures.push(name));
    // Fewer samples than the plan speaks of: each backend has its own reason to fail.
    const torn = { ...image, data: image.data.subarray(1) };
    const error = await ladder.process(plan, torn).catch((error) => error);
    expect(error).toMatchObject({ code: 'backend-failed', message: 'No backend could finish the work' });
    expect(error.cause).toBeInstanceOf(Error);
    expect(failures).toEqual(['cpu', 'sharp']);
  });

  it('does not ask a backend twice for what it failed at, unless there is no other', async () => {
    const [cpu, sharp] = [new CpuBackend(), await sharpOnly()];
    const ladder = new Ladder([cpu, sharp], quiet);
    const by = async (...failed: Backend[]) => {
      const { backend, release } = await ladder.process(plan, image, new Set(failed));
      release();
      return backend;
    };
    expect(await by(cpu)).toBe('sharp');
    expect(await by(sharp)).toBe('cpu');
    expect(['cpu', 'sharp']).toContain(await by(cpu, sharp));
  });

  it('asks a backend no more after three failures, and says so', async () => {
    const failures: BackendName[] = [];
    const ladder = new Ladder([new CpuBackend(), await sharpOnly()], (name) => failures.push(name));
    const torn = { ...image, data: image.data.subarray(1) };
    for (let turn = 0; turn < 5; turn++) await ladder.process(plan, torn).catch(quiet);
    expect(failures).toEqual(['cpu', 'sharp', 'cpu', 'sharp', 'cpu', 'sharp']);
    expect(ladder.status().map(({ name, open }) => [name, open])).toEqual([
      ['cpu', true],
      ['sharp', true],
    ]);
  });
});

describeGpu('the ladder with a GPU that fails', () => {
  let watch: ReturnType<typeof watchDevices>;
  let gpu: GpuBackend;
  let failures: [BackendName, unknown][];
  let ladder: Ladder;

  beforeEach(async () => {
    watch = watchDevices();
    gpu = (await GpuBackend.open({ mode: 'software' })) as GpuBackend;
    failures = [];
    ladder = new Ladder([gpu, new CpuBackend()], (name, error) => failures.push([name, error]));
  });

  afterEach(async () => {
    watch.restore();
    await ladder.close();
  });

  it('gives the same picture from the CPU, while no device can be had', async () => {
    expect(await climb(ladder)).toBe('gpu');
    watch.refuse(true);
    watch.lose();
    await watch.devices[0]?.lost;
    expect(await climb(ladder)).toBe('cpu');
    expect(failures).toEqual([['gpu', expect.objectContaining({ message: 'the driver is gone' })]]);
    for (let turn = 0; turn < 4; turn++) expect(await climb(ladder)).toBe('cpu');
    // The breaker is open: nobody knocks any more.
    expect(failures).toHaveLength(3);
    expect(ladder.status()[0]).toMatchObject({ name: 'gpu', open: true });
  });

  it('goes back to the GPU when it works again', async () => {
    watch.refuse(true);
    watch.lose();
    await watch.devices[0]?.lost;
    for (let turn = 0; turn < 3; turn++) await climb(ladder);
    watch.refuse(false);
    await new Promise((resolve) => setTimeout(resolve, 1100));
    expect(await climb(ladder)).toBe('gpu');
    expect(ladder.status()[0]).toMatchObject({ open: false });
  });

  it('finishes jobs on the CPU that the GPU had begun', async () => {
    const large = noise({ width: 900, height: 700, channels: 4, type: 'u8' });
    expect(await climb(ladder, large)).toBe('gpu');
    const jobs = Promise.all(Array.from({ length: 5 }, () => climb(ladder, large)));
    await new Promise((resolve) => setTimeout(resolve, 1));
    watch.lose();
    expect(await jobs).toContain('cpu');
    expect(failures.length).toBeGreaterThan(0);
    expect(hostMemory.stats().leased).toBe(0);
  });

  it('passes over a GPU without room for the picture, which is no failure', async () => {
    const small = (await GpuBackend.open({ mode: 'software', limits: { bytes: 1000 } })) as GpuBackend;
    const cramped = new Ladder([small, new CpuBackend()], (name, error) => failures.push([name, error]));
    expect(await climb(cramped)).toBe('cpu');
    expect(failures).toEqual([]);
    await cramped.close();
  });
});
