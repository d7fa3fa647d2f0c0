import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { coderLegs } from '../../src/backends/coder-legs.ts';
import { CpuBackend } from '../../src/backends/cpu/backend.ts';
import { cpuLegs } from '../../src/backends/cpu/legs.ts';
import { GpuBackend } from '../../src/backends/gpu/backend.ts';
import { gpuLegs } from '../../src/backends/gpu/legs.ts';
import { hostMemory } from '../../src/backends/host-memory.ts';
import { NoirError } from '../../src/core/errors.ts';
import { makeJob, sourceOf } from '../../src/engine/job.ts';
import type { OnFailure } from '../../src/engine/walk.ts';
import { watchDevices } from '../backends/gpu/lose.ts';
import { noise } from '../support/pictures.ts';
import { describeGpu } from '../support/vulkan.ts';
import { openRig, pngOf, type Rig, recipe, rigOfParts } from './files.ts';
import { altered, climb, coders, failing, image, STEPS, sharp, stepsOf, towerOf } from './tower.ts';

describe('a walk', () => {
  it('begins with the cheapest way, whatever the order of its sources', async () => {
    for (const [cpu, libvips, name] of [
      [1, 2, 'cpu'],
      [2, 1, 'sharp'],
    ] as const) {
      const sources = [stepsOf(new CpuBackend(), cpu), stepsOf(sharp, libvips)];
      expect(await climb(await towerOf(...sources))).toBe(name);
      expect(await climb(await towerOf(...sources.toReversed()))).toBe(name);
    }
  });

  it('goes over to the next way when a leg fails, and says so', async () => {
    const tower = await towerOf(failing(stepsOf(sharp, 1)), stepsOf(new CpuBackend(), 2));
    expect(await climb(tower)).toBe('cpu, failed over');
    expect(tower.failures).toEqual(['sharp']);
  });

  it('goes over to the next way when a leg declines, which is no failure', async () => {
    const tower = await towerOf(
      altered(stepsOf(sharp, 1), () => async () => undefined),
      stepsOf(new CpuBackend(), 2),
    );
    for (let turn = 0; turn < 4; turn++) expect(await climb(tower)).toBe('cpu');
    // libvips has no such op.
    const real = await towerOf(stepsOf(sharp, 1), stepsOf(new CpuBackend(), 2));
    expect(await climb(real, [{ op: 'clip' }])).toBe('cpu');
    expect([...tower.failures, ...real.failures]).toEqual([]);
    expect(tower.rig.engine.status().backends.map(({ paused }) => paused)).toEqual([false, false]);
  });

  it('does nothing where there is nothing to do', async () => {
    const { rig } = await towerOf();
    const { image: result, backend, way } = await rig.samples(image, recipe({}));
    expect(result).toEqual(image);
    expect(backend).toBe('none');
    expect(way).toMatch(/^nothing; costs=/);
  });

  it('ends with what is the client’s fault', async () => {
    const torn = new NoirError('corrupt-image', 'The file is torn');
    const tower = await towerOf(failing(stepsOf(sharp, 1), torn), stepsOf(new CpuBackend(), 2));
    for (let turn = 0; turn < 4; turn++) {
      await expect(climb(tower)).rejects.toMatchObject({
        code: 'corrupt-image',
        message: 'The file is torn',
      });
    }
    expect(tower.failures).toEqual([]);
    expect(tower.rig.engine.status().backends.map(({ paused }) => paused)).toEqual([false, false]);
  });

  it('says cannot-process when no backend does the steps', async () => {
    for (const tower of [await towerOf(), await towerOf(failing(stepsOf(sharp, Number.POSITIVE_INFINITY)))]) {
      await expect(climb(tower, [{ op: 'clip' }])).rejects.toMatchObject({
        code: 'cannot-process',
        message: 'The enabled backends do not do these steps',
      });
    }
  });

  it('says backend-failed when every backend fails, and keeps the cause from the client', async () => {
    const { rig, failures } = await towerOf(
      failing(stepsOf(new CpuBackend(), 1)),
      failing(stepsOf(sharp, 2), new RangeError('the last straw')),
    );
    const job = makeJob({ input: sourceOf(image), recipe: recipe({ steps: STEPS }), wants: 'samples' });
    const answer = await rig.engine.run(job);
    expect(answer).toMatchObject({
      kind: 'problem',
      problem: {
        code: 'backend-failed',
        message: 'No backend could finish the work',
        fault: 'server',
        cause: expect.stringMatching(/^RangeError: the last straw\n/),
      },
    });
    expect(failures).toEqual(['cpu', 'sharp']);
  });

  it('does not decode again for the next way when that begins alike', async () => {
    let decoded = 0;
    const counting = altered(coderLegs(coders), ({ does, run }) => (...asked) => {
      if (does.includes('decode')) decoded++;
      return run(...asked);
    });
    const rig = await rigOfParts({
      sources: [failing(stepsOf(sharp, 1)), stepsOf(new CpuBackend(), 2), counting],
      coders,
    });
    const { backend, failedOver } = await rig.run(await pngOf(image), recipe({ steps: STEPS }));
    expect({ backend, failedOver, decoded }).toEqual({ backend: 'cpu', failedOver: true, decoded: 1 });
  });

  it('gives back what backends have lent, also when a later leg fails', async () => {
    const lending = cpuLegs(new CpuBackend());
    const broken = failing(coderLegs(coders));
    const rig = await rigOfParts({ sources: [lending, broken], coders });
    await expect(rig.run(image, recipe({ steps: STEPS }))).rejects.toMatchObject({ code: 'internal-error' });
    expect(hostMemory.stats().leased).toBe(0);
  });
});

describeGpu('a walk with a GPU that fails', () => {
  let watch: ReturnType<typeof watchDevices>;
  let failures: Parameters<OnFailure>[];
  let rig: Rig;

  beforeEach(async () => {
    watch = watchDevices();
    failures = [];
    rig = await openRig({ backends: ['gpu', 'cpu'], gpu: 'software' }, (...failure) =>
      failures.push(failure),
    );
  });

  afterEach(async () => {
    watch.restore();
    await rig.close();
  });

  it('gives the same picture from the CPU, while no device can be had', async () => {
    expect(await climb({ rig })).toBe('gpu');
    watch.refuse(true);
    watch.lose();
    await watch.devices[0]?.lost;
    expect(await climb({ rig })).toBe('cpu, failed over');
    expect(failures).toEqual([['gpu', expect.objectContaining({ message: 'the driver is gone' })]]);
    for (let turn = 0; turn < 4; turn++) expect(await climb({ rig })).toBe('cpu, failed over');
    // The breaker is open: nobody knocks any more.
    expect(failures).toHaveLength(3);
    expect(rig.engine.status().backends[0]).toMatchObject({ name: 'gpu', paused: true });
  });

  it('goes back to the GPU when it works again', async () => {
    watch.refuse(true);
    watch.lose();
    await watch.devices[0]?.lost;
    for (let turn = 0; turn < 3; turn++) await climb({ rig });
    watch.refuse(false);
    await new Promise((resolve) => setTimeout(resolve, 1100));
    expect(await climb({ rig })).toBe('gpu');
    expect(rig.engine.status().backends[0]).toMatchObject({ paused: false });
  });

  it('finishes jobs on the CPU that the GPU had begun', async () => {
    const large = noise({ width: 900, height: 700, channels: 4, type: 'u8' });
    expect(await climb({ rig }, STEPS, large)).toBe('gpu');
    const jobs = Promise.all(Array.from({ length: 5 }, () => climb({ rig }, STEPS, large)));
    await new Promise((resolve) => setTimeout(resolve, 1));
    watch.lose();
    expect(await jobs).toContain('cpu, failed over');
    expect(failures.length).toBeGreaterThan(0);
    expect(hostMemory.stats().leased).toBe(0);
  });

  it('passes over a GPU without room for the picture, which is no failure', async () => {
    const small = (await GpuBackend.open({ mode: 'software', limits: { bytes: 1000 } })) as GpuBackend;
    const cpu = new CpuBackend();
    const cramped = await rigOfParts({
      backends: [small, cpu],
      sources: [gpuLegs(small, { jpeg: 'auto', png: 'auto', first: true }), cpuLegs(cpu), coderLegs(coders)],
      coders,
      onFailure: (...failure) => failures.push(failure),
    });
    expect(await climb({ rig: cramped })).toBe('cpu');
    expect(failures).toEqual([]);
    await cramped.close();
  });
});
