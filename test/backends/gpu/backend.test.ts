import { setImmediate } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { GpuBackend } from '../../../src/backends/gpu/backend.ts';
import type { GpuLimits } from '../../../src/backends/gpu/capacity.ts';
import { hostMemory } from '../../../src/backends/host-memory.ts';
import { createImage, type Image, type Shape } from '../../../src/core/image.ts';
import type { Plan } from '../../../src/plan/plan.ts';
import type { StepInput } from '../../../src/recipe/recipe.ts';
import { planSteps, runReference } from '../../support/chains.ts';
import { expectClose } from '../../support/compare.ts';
import { keepIdle } from '../../support/idle.ts';
import { LAYOUTS, noise } from '../../support/pictures.ts';
import { describeGpu } from '../../support/vulkan.ts';
import { watchDevices } from './lose.ts';

keepIdle();

async function open(limits: Partial<GpuLimits> = {}): Promise<GpuBackend> {
  return (await GpuBackend.open({ mode: 'software', limits })) as GpuBackend;
}

const CHAIN: StepInput[] = [
  { op: 'linear', a: 0.8, b: 4 },
  { op: 'negate', alpha: false },
];

/** Runs the chain and compares with its reference. */
async function runRight(gpu: GpuBackend, image: Image, what: string): Promise<void> {
  const plan = planSteps(CHAIN, image);
  const { image: result, release } = await gpu.process(plan, image);
  expectClose(result, runReference(plan, image), image.type === 'f32' ? 1e-5 : 1, what);
  release();
}

/** A plan for a picture, without making it. */
function planFor(shape: Shape): Plan {
  return planSteps([{ op: 'negate' }], shape as Image);
}

describe('opening the GPU', () => {
  it('gives none when it is switched off', async () => {
    expect(await GpuBackend.open({ mode: 'off' })).toBeUndefined();
  });
});

describeGpu('the GPU backend', () => {
  let gpu: GpuBackend;
  beforeAll(async () => {
    gpu = await open();
  });
  afterAll(() => gpu.close());

  it('says what it runs on', () => {
    expect(gpu.adapter.software).toBe(true);
    expect(gpu.description).toMatch(/llvmpipe|swiftshader/i);
  });

  it('is not had on a software adapter unless asked for', async () => {
    expect(await GpuBackend.open({ mode: 'auto' })).toBeUndefined();
  });

  it('gives each of twenty tasks at once its own pixels', async () => {
    const images = Array.from({ length: 20 }, (_, index) => {
      const layout = LAYOUTS[index % LAYOUTS.length] ?? { type: 'u8', channels: 3 };
      return noise({ ...layout, width: 31 + 17 * index, height: 400 - 19 * index }, index);
    });
    await Promise.all(images.map((image, index) => runRight(gpu, image, `task ${index}`)));
    expect(gpu.stats().leased).toBe(0);
    expect(hostMemory.stats().leased).toBe(0);
  });

  it('never shows a picture what another one left in the buffers', async () => {
    const canary = createImage({ width: 640, height: 480, channels: 4, type: 'u8' });
    new Uint32Array(canary.data.buffer).fill(0xa5c35a3c);
    for (let round = 0; round < 3; round++) {
      const plan = planSteps([{ op: 'negate' }], canary);
      const others = await Promise.all([1, 2, 3].map(() => gpu.process(plan, canary)));
      for (const { release } of others) release();
      for (const [width, height] of [
        [1, 1],
        [3, 5],
        [127, 33],
        [600, 470],
        [640, 479],
      ] as const) {
        const black = createImage({ width, height, channels: 3, type: 'u8' });
        const { image, release } = await gpu.process(planSteps([{ op: 'linear', b: 1 }], black), black);
        const wrong = image.data.findIndex((sample) => sample !== 1);
        expect(wrong, `sample ${wrong} of ${width}x${height} is ${image.data[wrong]}`).toBe(-1);
        release();
      }
    }
  });

  it('keeps a result apart from later tasks until it is released', async () => {
    const image = noise({ width: 100, height: 100, channels: 3, type: 'u8' });
    const plan = planSteps(CHAIN, image);
    const kept = await gpu.process(plan, image);
    const expected = runReference(plan, image);
    for (let seed = 2; seed < 6; seed++) await runRight(gpu, noise(image, seed), `seed ${seed}`);
    expectClose(kept.image, expected, 1, 'a result that was not released');
    kept.release();
  });

  it('takes samples that begin anywhere in their memory', async () => {
    const shape = { width: 9, height: 3, channels: 3, type: 'u8' } as const;
    const memory = new Uint8Array(200).fill(0xee);
    const view = memory.subarray(7, 7 + 81);
    view.set(noise(shape).data);
    await runRight(gpu, { ...createImage(shape), data: view }, 'a view at byte 7');
  });

  it('refuses a picture of another size than planned, and goes on', async () => {
    const plan = planSteps(CHAIN, createImage({ width: 4, height: 4, channels: 3, type: 'u8' }));
    const smaller = createImage({ width: 4, height: 3, channels: 3, type: 'u8' });
    await expect(gpu.process(plan, smaller)).rejects.toThrow(
      'the image does not have the shape that the plan expects',
    );
    await runRight(gpu, noise(smaller), 'the next one');
    expect(gpu.stats().leased).toBe(0);
  });

  it('measures uploading, computing and reading back', async () => {
    const image = noise({ width: 1000, height: 1000, channels: 4, type: 'u8' });
    const { timings, release } = await gpu.process(planSteps(CHAIN, image), image);
    release();
    expect(Object.keys(timings)).toEqual(['upload', 'gpu', 'readback']);
    expect(Math.min(...Object.values(timings))).toBeGreaterThanOrEqual(0);
    expect(timings.gpu).toBeGreaterThan(0);
  });

  it('supports what a device has room for, and nothing larger', async () => {
    const shape = { width: 1024, height: 1024, channels: 4, type: 'f32' } as const;
    expect(gpu.supports(planFor(shape))).toBe(true);
    const room = 2 * 16 * 2 ** 20;
    // 4 GiB in one buffer is more than any software driver gives.
    const vast = await open({ bytes: Infinity });
    expect(vast.supports(planFor({ ...shape, width: 16384, height: 16384 }))).toBe(false);
    await vast.close();
    for (const [limits, expected] of [
      [{ bytes: room }, true],
      [{ bytes: room - 1 }, false],
      [{ bindingBytes: 4 * 1024 * 16 }, true],
      [{ bindingBytes: 4 * 1024 * 16 - 1 }, false],
    ] as const) {
      const small = await open(limits);
      expect(small.supports(planFor(shape)), JSON.stringify(limits)).toBe(expected);
      await small.close();
    }
  });

  it('tells what is not worth a closer look by the shapes alone', async () => {
    const shape = { width: 1024, height: 1024, channels: 4, type: 'f32' } as const;
    const other = { width: 512, height: 1024, channels: 4, type: 'f32' } as const;
    const room = 2 * 16 * 2 ** 20;
    /** A plan of steps that must not be lowered. */
    const unread = (plan: Plan): Plan => ({
      ...plan,
      get passes(): never {
        throw new Error('lowered');
      },
    });
    const plan = planFor(shape);
    const [step] = plan.steps as [Plan['steps'][0]];
    const withOther = { ...plan, steps: [{ ...step, others: [other] }] };
    for (const [limits, given, expected] of [
      [{}, plan, true],
      [{ bytes: room }, plan, true],
      [{ bytes: room - 1 }, plan, false],
      [{ bytes: 1.25 * room - 1 }, withOther, false],
      [{ bytes: 1.25 * room }, withOther, true],
      [{ bytes: Infinity }, planFor({ ...shape, width: 16384, height: 16384 }), false],
      // Bands are a closer look.
      [{ bindingBytes: 1024 }, plan, true],
    ] as const) {
      const limited = await open(limits);
      expect(limited.couldRun(unread(given)), JSON.stringify(limits)).toBe(expected);
      await limited.close();
    }
  });

  it('lets tasks over the byte budget wait, and finishes them all', async () => {
    const shape = { width: 256, height: 256, channels: 4, type: 'u8' } as const;
    const one = await open({ bytes: 2 * 256 * 1024 });
    await Promise.all(
      Array.from({ length: 8 }, (_, seed) => runRight(one, noise(shape, seed), `task ${seed}`)),
    );
    expect(one.stats()).toMatchObject({ created: 2, leased: 0 });
    await one.close();
  });
});

describeGpu('the GPU backend after its device is lost', () => {
  const image = noise({ width: 700, height: 600, channels: 4, type: 'u8' });
  let watch: ReturnType<typeof watchDevices>;
  let gpu: GpuBackend;

  beforeEach(async () => {
    watch = watchDevices();
    gpu = await open();
    await runRight(gpu, image, 'before the loss');
  });

  afterEach(async () => {
    watch.restore();
    await gpu.close();
  });

  it('opens another one for the next task, and gives the right pixels', async () => {
    watch.lose();
    await watch.devices[0]?.lost;
    await runRight(gpu, image, 'after the loss');
    expect(watch.devices).toHaveLength(2);
  });

  it('keeps none that it gets when it is closed already', async () => {
    watch.lose();
    await watch.devices[0]?.lost;
    const caller = new AbortController();
    const task = gpu.process(planSteps([{ op: 'negate' }], image), image, {
      signal: caller.signal,
      outlives: () => {},
    });
    caller.abort(new Error('over'));
    await expect(task).rejects.toThrow('over');
    await gpu.close();
    await expect.poll(() => watch.devices.length).toBe(2);
    let end: string | undefined;
    void watch.devices[1]?.lost.then(({ reason }) => {
      end = reason;
    });
    await expect.poll(() => end).toBe('destroyed');
  });

  it('opens only one for many tasks that come at once', async () => {
    watch.lose();
    await watch.devices[0]?.lost;
    await Promise.all(Array.from({ length: 6 }, (_, index) => runRight(gpu, image, `task ${index}`)));
    expect(watch.devices).toHaveLength(2);
  });

  it.each([
    ['when they are asked for', async () => {}],
    [
      'when they are submitted',
      async (submitted: () => boolean) => {
        for (let tick = 0; tick < 1000 && !submitted(); tick++) await undefined;
      },
    ],
    [
      'a turn later',
      async () => {
        await setImmediate();
      },
    ],
    [
      'when the first one is done',
      async (_: () => boolean, tasks: readonly Promise<void>[]) => {
        await Promise.race(tasks);
      },
    ],
  ] as const)('rejects tasks rather than give wrong pixels: lost %s', async (when, untilThen) => {
    const { submissions } = gpu.stats();
    const tasks = Array.from({ length: 6 }, (_, index) => runRight(gpu, image, `task ${index}`));
    const settled = Promise.allSettled(tasks);
    await untilThen(() => gpu.stats().submissions > submissions, tasks);
    watch.lose();
    const outcomes = await settled;
    // Until then no promise of the GPU's can have been kept: those are kept between two turns of the event loop.
    if (when === 'when they are asked for' || when === 'when they are submitted') {
      expect(outcomes.map(({ status }) => status)).toContain('rejected');
    }
    for (const outcome of outcomes) {
      // A task that was done before the loss has succeeded, and its pixels were right.
      if (outcome.status === 'rejected') expect(String(outcome.reason)).not.toMatch(/apart where/);
    }
    await runRight(gpu, image, 'after the loss');
    expect(gpu.stats().leased).toBe(0);
  });

  it('fails while no device can be had, and works again once there is one', async () => {
    watch.refuse(true);
    watch.lose();
    await watch.devices[0]?.lost;
    await expect(gpu.process(planSteps(CHAIN, image), image)).rejects.toThrow('the driver is gone');
    await expect(gpu.process(planSteps(CHAIN, image), image)).rejects.toThrow('the driver is gone');
    watch.refuse(false);
    await runRight(gpu, image, 'with the driver back');
  });
});
