import { describe, expect, it } from 'vitest';
import { CpuBackend } from '../../src/backends/cpu/backend.ts';
import { NoirError } from '../../src/core/errors.ts';
import type { StepInput } from '../../src/recipe/recipe.ts';
import { pngOf, recipe } from './files.ts';
import { altered, climb, failing, image, STEPS, sharp, stepsOf, towerOf } from './tower.ts';

describe('a backend that has failed', () => {
  /** Two stretches: where the second one begins is known only once the first is done. */
  const TWO: StepInput[] = [
    { op: 'negate' },
    { op: 'resize', width: 20, height: 20, position: 'entropy' },
    { op: 'negate' },
  ];

  it('is not asked again for the rest of the job, unless there is no other', async () => {
    const steps = recipe({ steps: TWO });
    const tower = await towerOf(failing(stepsOf(sharp, 1)), stepsOf(new CpuBackend(), 2));
    const { backend, failedOver, way } = await tower.rig.samples(image, steps);
    expect({ backend, failedOver }).toEqual({ backend: 'cpu', failedOver: true });
    expect(way).toMatch(/^cpu\(negate\) \| settle\(resize\) \| cpu\(resize,negate\); costs=/);
    expect(tower.failures).toEqual(['sharp']);
    const alone = await towerOf(failing(stepsOf(sharp, 1)));
    await expect(alone.rig.samples(image, steps)).rejects.toMatchObject({ code: 'backend-failed' });
  });

  it('is left alone after three failures, and the status says so', async () => {
    const tower = await towerOf(failing(stepsOf(sharp, 1)), stepsOf(new CpuBackend(), 2));
    for (let turn = 0; turn < 5; turn++) expect(await climb(tower)).toBe('cpu, failed over');
    expect(tower.failures).toEqual(['sharp', 'sharp', 'sharp']);
    expect(tower.rig.engine.status().backends).toMatchObject([
      { name: 'cpu', paused: false },
      { name: 'sharp', paused: true },
    ]);
  });

  it('is tried again also when the job that was to try it ended before its turn', async () => {
    let fails = true;
    const source = altered(stepsOf(sharp, 1), ({ run }) => async (...asked) => {
      if (fails) throw new Error('out of luck');
      return run(...asked);
    });
    const tower = await towerOf(source, stepsOf(new CpuBackend(), 2));
    for (let turn = 0; turn < 3; turn++) await climb(tower);
    fails = false;
    await new Promise((resolve) => setTimeout(resolve, 1100));
    const torn = (await pngOf(image)).fill(0x55, 500, 900);
    await expect(tower.rig.run(torn, recipe({ steps: STEPS }))).rejects.toMatchObject({
      code: 'corrupt-image',
    });
    expect(await climb(tower)).toBe('sharp');
  });

  it('is tried by one job at a time, also when another one ends that began before', async () => {
    let tear = (_error: Error) => {};
    let goOn = () => {};
    const runs: (() => Promise<void>)[] = [
      () => new Promise((_resolve, reject) => (tear = reject)),
      ...Array.from({ length: 3 }, () => () => Promise.reject(new Error('out of luck'))),
      () => new Promise((resolve) => (goOn = resolve)),
    ];
    let begun = 0;
    const source = altered(stepsOf(sharp, 1), ({ run }) => async (...asked) => {
      begun++;
      await runs.shift()?.();
      return run(...asked);
    });
    const tower = await towerOf(source, stepsOf(new CpuBackend(), 2));
    const early = climb(tower);
    await expect.poll(() => begun).toBe(1);
    for (let turn = 0; turn < 3; turn++) await climb(tower);
    await new Promise((resolve) => setTimeout(resolve, 1100));
    const trying = climb(tower);
    await expect.poll(() => begun).toBe(5);
    tear(new NoirError('corrupt-image', 'The client’s fault'));
    await expect(early).rejects.toMatchObject({ code: 'corrupt-image' });
    expect(await climb(tower)).toBe('cpu, failed over');
    expect(begun).toBe(5);
    goOn();
    expect(await trying).toBe('sharp');
  });

  it('says backend-failed while everybody is left alone', async () => {
    const tower = await towerOf(failing(stepsOf(sharp, 1)), failing(stepsOf(new CpuBackend(), 2)));
    for (let turn = 0; turn < 5; turn++) {
      await expect(climb(tower)).rejects.toMatchObject({ code: 'backend-failed' });
    }
    expect(tower.failures).toEqual(['sharp', 'cpu', 'sharp', 'cpu', 'sharp', 'cpu']);
  });
});
