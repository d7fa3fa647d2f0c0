// Runs on-gpu.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeJob, type Runner, sourceOf } from '../../src/engine/job.ts';
import { createNoir, type Noir } from '../../src/noir.ts';
import type { WorkerRunner } from '../../src/workers/runner.ts';
import { recipe } from '../engine/files.ts';
import { noise } from '../support/pictures.ts';
import { describeGpu } from '../support/vulkan.ts';

/** Processes start slowly on a busy machine. */
const PATIENCE = 300_000;

const image = noise({ width: 16, height: 12, channels: 3, type: 'u8' });

/** Runs a job, and tells the way that was taken, or the problem. */
async function wayOf(runner: Runner, waits: boolean): Promise<string> {
  const job = makeJob({
    ...{ input: sourceOf(image), recipe: recipe({ steps: [{ op: 'negate' }] }), wants: 'samples', waits },
  });
  const answer = await runner.run(job);
  return answer.kind === 'done' ? answer.way : answer.problem.code;
}

describeGpu('the worker with the GPU', () => {
  let noir: Noir;

  beforeAll(async () => {
    noir = await createNoir({
      ...{ isolation: 'process', workers: 2, backends: ['gpu', 'cpu'], gpu: 'software' },
      limits: { queue: 0 },
    });
  }, PATIENCE);

  afterAll(() => noir?.close());

  it(
    'gets jobs again after it has failed, also when the job that was to try it found the queue full',
    async () => {
      const runner = noir.runner as WorkerRunner;
      const isPaused = () => runner.status().backends.find(({ name }) => name === 'gpu')?.paused;
      expect(await wayOf(runner, true)).toMatch(/^gpu/);
      while (!isPaused()) {
        const [pid] = runner.pids as [number];
        process.kill(pid, 'SIGKILL');
        await expect.poll(() => runner.pids.includes(pid)).toBe(false);
        await expect.poll(() => wayOf(runner, true)).toMatch(/^[gc]pu/);
      }
      // Nobody may wait, so this one is refused, whoever it would be for.
      for (let turn = 0; turn < 30; turn++) {
        expect(await wayOf(runner, false)).toBe('busy');
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      await expect.poll(() => wayOf(runner, true)).toMatch(/^gpu/);
    },
    PATIENCE,
  );
});
