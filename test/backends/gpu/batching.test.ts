import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import type { JpegTarget, Task } from '../../../src/backends/backend.ts';
import { GpuBackend } from '../../../src/backends/gpu/backend.ts';
import { hostMemory } from '../../../src/backends/host-memory.ts';
import { createImage, type Image, type Shape } from '../../../src/core/image.ts';
import { DEFAULT_LIMITS } from '../../../src/core/limits.ts';
import { readJpegPicture } from '../../../src/formats/jpeg/scan.ts';
import type { Op } from '../../../src/ops/op.ts';
import { OPS } from '../../../src/ops/registry.ts';
import { makePlan } from '../../../src/plan/plan.ts';
import type { StepInput } from '../../../src/recipe/recipe.ts';
import { NO_LIMITS, planSteps } from '../../support/chains.ts';
import { keepIdle } from '../../support/idle.ts';
import { pattern } from '../../support/jpeg-pictures.ts';
import { noise } from '../../support/pictures.ts';
import { describeGpu, slowDriver } from '../../support/vulkan.ts';
import { watchDevices } from './lose.ts';
import { watchSubmissions } from './submissions.ts';

keepIdle();

const TARGET: JpegTarget = { kind: 'jpeg', quality: 85, chromaSubsampling: '4:2:0', optimiseCoding: true };

const SHAPE = { width: 120, height: 90, channels: 3, type: 'u8' } as const;

/** A picture in memory, to pixels. */
function pixelTask(steps: readonly StepInput[], shape: Shape, seed = 1): Task {
  return imageTask(steps, noise(shape, seed));
}

function imageTask(steps: readonly StepInput[], image: Image): Task {
  return { plan: planSteps(steps, image), from: { kind: 'image', image } };
}

function compositeTask(shape: Shape, seed: number): Task {
  const op = OPS.composite as unknown as Op;
  const pictures = [noise({ ...shape, channels: 4 }, seed + 100)];
  const step = { op, params: op.params.parse({ image: 'other' }), pictures };
  const image = noise(shape, seed);
  return { plan: makePlan([step], image, NO_LIMITS), from: { kind: 'image', image } };
}

async function jpegTask(width: number, height: number, steps: readonly StepInput[]): Promise<Task> {
  const { data } = pattern('gradient', width, height, 3);
  const bytes = await sharp(data, { raw: { width, height, channels: 3 } })
    .jpeg({ quality: 90 })
    .toBuffer();
  const shape = { width, height, channels: 3, type: 'u8' } as const;
  const plan = planSteps(steps, shape as Image);
  return { plan, from: { kind: 'jpeg', bytes, picture: readJpegPicture(bytes, DEFAULT_LIMITS) }, to: TARGET };
}

/** Sixteen of all kinds. */
async function mixture(seed = 1): Promise<Task[]> {
  const kinds = [0, 1, 2, 3].map(async (index) => {
    const shape = { ...SHAPE, width: 61 + 50 * index, height: 130 - 31 * index };
    return [
      await jpegTask(shape.width, shape.height, index % 2 ? [{ op: 'resize', width: 70 }] : []),
      pixelTask([{ op: 'normalise' }], shape, seed + index),
      compositeTask(shape, seed + index),
      { ...pixelTask([{ op: 'blur', sigma: 2 }, { op: 'negate' }], shape, seed + index), to: TARGET },
    ];
  });
  return (await Promise.all(kinds)).flat();
}

/** Tasks of one kind, which need few shaders. */
function alike(count: number): Task[] {
  return Array.from({ length: count }, (_, seed) => pixelTask([{ op: 'negate' }], SHAPE, seed));
}

/** A task whose passes take more workgroups than devices have, which makes its commands invalid. */
function invalidTask(): Task {
  const task = pixelTask([{ op: 'negate' }], { ...SHAPE, width: 10_000, height: 1 });
  const passes = task.plan.passes.map((pass) => ({ ...pass, tile: [0.1, 1] as const }));
  return { ...task, plan: { ...task.plan, passes } };
}

/** A task whose picture is larger than its plan says: the upload is refused, and the commands are not. */
function overflowingTask(): Task {
  const { plan } = pixelTask([{ op: 'negate' }], { ...SHAPE, width: 4, height: 4 });
  return { plan, from: { kind: 'image', image: noise(SHAPE) } };
}

/** A task that cannot be recorded to its end. */
function unrecordableTask(): Task {
  return { ...pixelTask([{ op: 'negate' }], SHAPE), to: { ...TARGET, quality: 0 } };
}

async function run(gpu: GpuBackend, task: Task): Promise<Uint8Array | undefined> {
  const result = await gpu.perform(task);
  if (!result) return undefined;
  if (result.kind === 'rows') throw new Error('nobody asked for rows');
  const { buffer, byteOffset, byteLength } = result.kind === 'file' ? result.bytes : result.image.data;
  const bytes = new Uint8Array(buffer as ArrayBuffer, byteOffset, byteLength).slice();
  result.release();
  return bytes;
}

async function runEach(gpu: GpuBackend, tasks: readonly Task[]) {
  const results: (Uint8Array | undefined)[] = [];
  for (const task of tasks) results.push(await run(gpu, task));
  return results;
}

const runTogether = (gpu: GpuBackend, tasks: readonly Task[]) =>
  Promise.all(tasks.map((task) => run(gpu, task)));

describeGpu('tasks that come together', () => {
  let gpu: GpuBackend;

  beforeAll(async () => {
    gpu = (await GpuBackend.open({ mode: 'software' })) as GpuBackend;
  });

  beforeEach(() => vi.restoreAllMocks());
  afterAll(() => gpu.close());

  /** Submissions and tasks while something is done. */
  async function count(work: () => Promise<unknown>) {
    const before = gpu.stats();
    await work();
    const { submissions, tasks, leased } = gpu.stats();
    expect(leased).toBe(0);
    expect(hostMemory.stats().leased).toBe(0);
    return { submissions: submissions - before.submissions, tasks: tasks - before.tasks };
  }

  it('give the same bytes as one by one, in fewer submissions', async () => {
    const tasks = await mixture();
    let alone: unknown;
    let together: unknown;
    const single = await count(async () => {
      alone = await runEach(gpu, tasks);
    });
    const shared = await count(async () => {
      together = await runTogether(gpu, tasks);
    });
    expect(together).toEqual(alone);
    expect(single).toEqual({ submissions: 16, tasks: 16 });
    expect(shared).toEqual({ submissions: 2, tasks: 16 });
  });

  it('are submitted at once where the GPU has nothing else, and say how long they waited where it has', async () => {
    const image = noise(SHAPE);
    const task = imageTask([{ op: 'negate' }], image);
    await run(gpu, task);
    const counts = watchSubmissions();
    const waits: (number | undefined)[] = [];
    const process = async () => {
      const { timings, release } = await gpu.process(task.plan, image);
      waits.push(timings.queue);
      release();
    };
    await process();
    expect(counts()).toEqual([1]);
    expect(waits).toEqual([undefined]);
    await Promise.all(Array.from({ length: 20 }, process));
    expect(counts()).toEqual([1, 8, 8, 4]);
    const [, idle, ...others] = waits;
    expect(idle).toBeUndefined();
    expect(Math.min(...(others as number[]))).toBeGreaterThan(0);
    // The last ones had to wait until the first submission was done.
    expect(others.at(-1)).toBeGreaterThan(others[0] as number);
  });

  it('are finished in the order in which they came', async () => {
    const finished: number[] = [];
    const tasks = Array.from({ length: 30 }, (_, index) => pixelTask([{ op: 'negate' }], SHAPE, index));
    await Promise.all(
      tasks.map(async (task, index) => {
        await run(gpu, task);
        finished.push(index);
      }),
    );
    expect(finished).toEqual(tasks.map((_, index) => index));
  });

  it('share no submission where they are large', async () => {
    // Two buffers of 48 MB each; 256 MiB may go together.
    const image = createImage({ width: 4000, height: 3000, channels: 4, type: 'u8' });
    const task = imageTask([{ op: 'negate' }], image);
    const counted = await count(() => Promise.all([1, 2, 3].map(() => run(gpu, task))));
    expect(counted).toEqual({ submissions: 2, tasks: 3 });
  });

  it.each([
    ['is invalid', invalidTask, /workgroup|dispatch/i, 9],
    ['has a picture that does not fit', overflowingTask, /write|range|size/i, 9],
    ['cannot be recorded', unrecordableTask, /quality/, 1],
  ])('do not suffer where one of them %s', async (_, makeBad, message, submissions) => {
    const tasks = (await mixture(40)).slice(0, 7);
    const wanted = await runEach(gpu, tasks);
    const bad = makeBad();
    for (const at of [0, 3, 7]) {
      const counted = await count(async () => {
        const outcomes = await Promise.allSettled(tasks.toSpliced(at, 0, bad).map((task) => run(gpu, task)));
        const [outcome] = outcomes.splice(at, 1);
        expect(outcome).toMatchObject({
          status: 'rejected',
          reason: { message: expect.stringMatching(message) },
        });
        expect(outcomes.map((good) => good.status === 'fulfilled' && good.value)).toEqual(wanted);
      });
      expect(counted.submissions).toBe(submissions);
    }
  });

  it('do not suffer where one of them is a broken file', async () => {
    const tasks = (await mixture(60)).slice(0, 7);
    const wanted = await runEach(gpu, tasks);
    const broken = await jpegTask(300, 200, []);
    if (broken.from.kind !== 'jpeg') throw new Error('no file');
    const { bytes } = broken.from;
    bytes.fill(0x55, bytes.length - 900, bytes.length - 300);
    expect(await runTogether(gpu, [broken, ...tasks])).toEqual([undefined, ...wanted]);
  });

  it('need no new buffers when there were as many before, and read nothing of what those left behind', async () => {
    const tasks = await mixture();
    const wanted = await runTogether(gpu, tasks);
    const canaries = Array.from({ length: 16 }, (_, index) => {
      const image = createImage({ ...SHAPE, width: 61 + 50 * (index % 4), height: 130 - 31 * (index % 4) });
      image.data.fill(0xa5);
      return { ...imageTask([{ op: 'negate' }], image), to: index % 2 ? TARGET : undefined };
    });
    const burst = async () => {
      await runTogether(gpu, canaries);
      expect(await runTogether(gpu, tasks)).toEqual(wanted);
    };
    for (let round = 0; round < 2; round++) await burst();
    const buffers = vi.spyOn(GPUDevice.prototype, 'createBuffer');
    for (let round = 0; round < 5; round++) await burst();
    expect(buffers).not.toHaveBeenCalled();
  });
});

describeGpu('tasks that come together before the device is lost', () => {
  let watch: ReturnType<typeof watchDevices>;
  let gpu: GpuBackend;

  beforeEach(async () => {
    watch = watchDevices();
    gpu = (await GpuBackend.open({ mode: 'software' })) as GpuBackend;
  });

  afterEach(async () => {
    watch.restore();
    await gpu.close();
  });

  it.each([0, 1])(
    'are rejected, those that wait as well, and the next ones succeed (after %d turns)',
    async (turns) => {
      // A new device compiles everything anew, and a slow driver takes minutes for the shaders of JPEGs.
      const tasks = slowDriver ? alike(32) : [...(await mixture(1)), ...(await mixture(20))];
      const wanted = await runTogether(gpu, tasks);
      const { submissions } = gpu.stats();
      const running = Promise.allSettled(tasks.map((task) => run(gpu, task)));
      // Everything is compiled, so that no more than microtasks lie before the first submissions.
      for (let tick = 0; tick < 1000 && gpu.stats().submissions === submissions; tick++) await undefined;
      expect(gpu.stats().submissions).toBe(submissions + 2);
      for (let turn = 0; turn < turns; turn++) await new Promise((resolve) => setImmediate(resolve));
      watch.lose();
      const outcomes = await running;
      const rejected = outcomes.filter(({ status }) => status === 'rejected');
      expect(rejected.length).toBeGreaterThanOrEqual(turns === 0 ? tasks.length : 1);
      outcomes.forEach((outcome, index) => {
        // A task that was done before the loss has succeeded.
        if (outcome.status === 'fulfilled') expect(outcome.value).toEqual(wanted[index]);
      });
      expect(gpu.stats().leased).toBe(0);
      expect(hostMemory.stats().leased).toBe(0);
      expect(await runTogether(gpu, tasks)).toEqual(wanted);
      expect(watch.devices).toHaveLength(2);
    },
  );
});
