import { expect, onTestFinished, test } from 'vitest';
import type { Image } from '../../src/core/image.ts';
import { makeJob, sourceOf } from '../../src/engine/job.ts';
import { recipesFor } from '../../src/open-engine.ts';
import type { RecipeInput } from '../../src/recipe/recipe.ts';
import { optionsFromEnvironment } from '../../src/settings.ts';
import { Worker } from '../../src/workers/worker.ts';

/** Processes start slowly on a busy machine. */
const PATIENCE = 120_000;

const noise = (width: number, height: number): Image => ({
  ...{ width, height, channels: 3, type: 'u8', space: 'srgb' },
  data: Uint8Array.from({ length: width * height * 3 }, (_, index) => (index * 2654435761) >>> 24),
});

test(
  'the end of a worker whose work went on after its caller had left is not the fault of the job beside it',
  async () => {
    const settings = { ...optionsFromEnvironment({}), gpu: 'off' } as const;
    const recipes = recipesFor(settings);
    const ends: string[] = [];
    const worker = new Worker(settings, { onDeath: (_, cause) => ends.push(cause), onFailure() {} });
    onTestFinished(() => worker.kill());
    await worker.ready;
    const start = (picture: Image, recipe: RecipeInput, signal: AbortSignal) =>
      worker.run(makeJob({ input: sourceOf(picture), recipe: recipes.parse(recipe) }), signal);
    const leaving = new AbortController();
    // libvips encodes for many seconds, and nothing interrupts it.
    const avif = { output: { format: 'avif', effort: 9 } } as const;
    const left = start(noise(2000, 1500), avif, leaving.signal);
    await new Promise((resolve) => setTimeout(resolve, 1000));
    const steps = Array.from({ length: 8 }, () => ({ op: 'median', size: 9 }) as const);
    const beside = start(noise(3000, 2000), { steps }, new AbortController().signal);
    await new Promise((resolve) => setTimeout(resolve, 500));
    leaving.abort();
    expect([(await left).kind, (await beside).kind]).toEqual(['problem', 'untouched']);
    expect(ends).toEqual([expect.stringContaining('went on after the deadline')]);
  },
  PATIENCE,
);
