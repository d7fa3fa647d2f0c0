import sharp from 'sharp';
import { afterAll, expect, test } from 'vitest';
import { FairRunner } from '../../src/engine/fair-runner.ts';
import { type Job, makeJob, type Runner } from '../../src/engine/job.ts';
import { createNoir } from '../../src/noir.ts';

const noir = await createNoir({ gpu: 'off' });
afterAll(() => noir.close());

test('tells the Runner behind it which jobs are light', async () => {
  const seen: Job[] = [];
  const { runner, recipes } = noir;
  const watched: Runner = {
    run: (job, ...rest) => {
      seen.push(job);
      return runner.run(job, ...rest);
    },
    status: () => runner.status(),
    close: () => runner.close(),
  };
  const fair = new FairRunner(watched, recipes, { all: 4, heavy: 1, queue: 8 });
  const create = { width: 2000, height: 1500, channels: 3 as const, background: '#808080' };
  const bytes = await sharp({ create }).jpeg().toBuffer();
  for (const ops of ['resize_100', 'median_9,resize_100']) {
    const answer = await fair.run(
      makeJob({ input: { kind: 'bytes', bytes }, recipe: recipes.parseOps(ops) }),
    );
    expect(answer.kind).toBe('done');
  }
  expect(seen.map(({ isLight }) => isLight)).toEqual([true, false]);
});
