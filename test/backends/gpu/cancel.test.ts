import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import type { BackendResult, CodedTarget, JpegTarget, Task } from '../../../src/backends/backend.ts';
import { GpuBackend } from '../../../src/backends/gpu/backend.ts';
import { hostMemory } from '../../../src/backends/host-memory.ts';
import type { Run } from '../../../src/core/run.ts';
import { planSteps } from '../../support/chains.ts';
import { noise } from '../../support/pictures.ts';
import { describeGpu } from '../../support/vulkan.ts';
import { watchSubmissions } from './submissions.ts';

const SHAPE = { width: 120, height: 90, channels: 3, type: 'u8' } as const;

const JPEG: JpegTarget = { kind: 'jpeg', quality: 85, chromaSubsampling: '4:2:0', optimiseCoding: true };

function task(seed: number, to?: CodedTarget): Task {
  const image = noise(SHAPE, seed);
  return { plan: planSteps([{ op: 'negate' }], image), from: { kind: 'image', image }, to };
}

/** A run that the test aborts, and what it has heard of work that goes on. */
function cancellable() {
  const controller = new AbortController();
  const outlived: Promise<unknown>[] = [];
  const run: Run = { signal: controller.signal, outlives: (work) => void outlived.push(work) };
  const reason = new Error('nobody waits any more');
  return { run, reason, outlived, abort: () => controller.abort(reason) };
}

function bytesOf(result: BackendResult): Uint8Array {
  const { buffer, byteOffset, byteLength } = samplesOf(result);
  const bytes = new Uint8Array(buffer as ArrayBuffer, byteOffset, byteLength).slice();
  result.release();
  return bytes;
}

function samplesOf(result: BackendResult): ArrayBufferView {
  if (result.kind === 'image') return result.image.data;
  return result.kind === 'file' ? result.bytes : result.rows.bytes;
}

describeGpu('a task on the GPU that is aborted', () => {
  let gpu: GpuBackend;

  beforeAll(async () => {
    gpu = (await GpuBackend.open({ mode: 'software' })) as GpuBackend;
    // Compiles what the tests need, and fills the pools.
    await Promise.all([1, 2, 3].flatMap((seed) => [runTask(task(seed)), runTask(task(seed, JPEG))]));
    await runTask(task(1, { kind: 'png' }));
  });

  afterAll(() => gpu.close());

  afterEach(() => {
    vi.restoreAllMocks();
    expect(gpu.stats().leased).toBe(0);
    expect(hostMemory.stats().leased).toBe(0);
  });

  const runTask = async (given: Task, run?: Run) => {
    const result = await gpu.perform(given, run);
    return result && bytesOf(result);
  };

  /** Lets microtasks run until so many submissions were made. */
  async function submitted(count: number, backend = gpu): Promise<void> {
    for (let tick = 0; tick < 1000 && backend.stats().submissions < count; tick++) await undefined;
    expect(backend.stats().submissions).toBe(count);
  }

  it('before it begins is not begun, nor are its steps lowered', async () => {
    const { run, reason, abort } = cancellable();
    abort();
    const image = noise(SHAPE, 1);
    const { plan, from } = task(1);
    const unread = {
      ...plan,
      get passes(): never {
        throw new Error('lowered');
      },
    };
    const { submissions } = gpu.stats();
    await expect(gpu.perform({ plan: unread, from }, run)).rejects.toBe(reason);
    await expect(gpu.process(unread, image, run)).rejects.toBe(reason);
    expect(gpu.stats().submissions).toBe(submissions);
  });

  it('while it waits for others leaves at once, and is never submitted', async () => {
    const { tasks, submissions } = gpu.stats();
    const two = [runTask(task(1))];
    await submitted(submissions + 1);
    two.push(runTask(task(2)));
    await submitted(submissions + 2);
    const { run, reason, abort } = cancellable();
    const waiting = runTask(task(3), run);
    const behind = runTask(task(4));
    for (let tick = 0; tick < 1000; tick++) await undefined;
    abort();
    await expect(waiting).rejects.toBe(reason);
    await Promise.all([...two, behind]);
    expect(gpu.stats()).toMatchObject({ tasks: tasks + 3, submissions: submissions + 3 });
  });

  it('while it waits for room leaves at once, and lets lighter ones by', async () => {
    const small = (await GpuBackend.open({ mode: 'software', limits: { bytes: 100_000 } })) as GpuBackend;
    try {
      const first = small.perform(task(1));
      const { run, reason, abort } = cancellable();
      const waiting = small.perform(task(2), run);
      const behind = small.perform(task(3));
      // Nothing that the GPU does ends before these do.
      for (let tick = 0; tick < 1000; tick++) await undefined;
      abort();
      await expect(waiting).rejects.toBe(reason);
      for (const result of await Promise.all([first, behind])) result?.release();
      expect(small.stats()).toMatchObject({ tasks: 2, leased: 0 });
    } finally {
      await small.close();
    }
  });

  it.each([
    ['pixels', undefined],
    ['a JPEG', JPEG],
    ['rows of a PNG', { kind: 'png' } as const],
  ])(
    'while the GPU works on %s is rejected at once; its buffers return when the GPU is done',
    async (_, to) => {
      // On a device of its own, so that nobody else's buffers are counted.
      const alone = (await GpuBackend.open({ mode: 'software' })) as GpuBackend;
      try {
        // Compiles, so that only microtasks lie before the next submission.
        (await alone.perform(task(1, to)))?.release();
        const { run, reason, outlived, abort } = cancellable();
        const result = alone.perform(task(1, to), run);
        await submitted(2, alone);
        expect(alone.stats()).toMatchObject({ leased: 2, free: 0 });
        abort();
        await expect(result).rejects.toBe(reason);
        expect(outlived).toHaveLength(1);
        await Promise.all(outlived);
        // Put back, not destroyed.
        expect(alone.stats()).toMatchObject({ created: 2, leased: 0, free: 2 });
      } finally {
        await alone.close();
      }
    },
  );

  it('makes no further round trip for a JPEG whose Huffman tables would be made', async () => {
    const counts = watchSubmissions();
    const { submissions } = gpu.stats();
    const { run, reason, outlived, abort } = cancellable();
    const result = runTask(task(1, JPEG), run);
    await submitted(submissions + 1);
    abort();
    await expect(result).rejects.toBe(reason);
    await Promise.all(outlived);
    expect(counts()).toHaveLength(1);
  });

  it('does not hurt its neighbours in the same submission', async () => {
    const targets = [undefined, JPEG, { kind: 'png' } as const, undefined, JPEG];
    const tasks = targets.map((to, seed) => task(seed + 1, to));
    const wanted = await Promise.all(tasks.map((one) => runTask(one)));
    for (const aborted of [0, 1, 2]) {
      const before = gpu.stats().submissions;
      const { run, reason, outlived, abort } = cancellable();
      const results = tasks.map((one, index) => runTask(one, index === aborted ? run : undefined));
      await submitted(before + 1);
      abort();
      const outcomes = await Promise.allSettled(results);
      outcomes.forEach((outcome, index) => {
        if (index === aborted) expect(outcome).toEqual({ status: 'rejected', reason });
        else expect(outcome).toEqual({ status: 'fulfilled', value: wanted[index] });
      });
      await Promise.all(outlived);
    }
  });

  it('is no failure of the GPU: the next task runs on the same device', async () => {
    const wanted = await runTask(task(5));
    const { pipelines } = gpu.stats();
    const { run, abort, outlived } = cancellable();
    const left = runTask(task(5), run);
    abort();
    await expect(left).rejects.toThrow('nobody waits');
    expect(await runTask(task(5))).toEqual(wanted);
    await Promise.all(outlived);
    expect(gpu.stats().pipelines).toBe(pipelines);
  });

  it('when it is done keeps its result', async () => {
    const { run, abort } = cancellable();
    const result = await gpu.perform(task(6), run);
    abort();
    expect(result && bytesOf(result)).toEqual(await runTask(task(6)));
  });
});
