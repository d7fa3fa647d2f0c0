/** CPU time of a `srcset` of several outputs beside the time of its parts: decoding, resizing, and each encoder. */
import { existsSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { expectDone, makeJob, sourceOf } from '../../src/engine/job.ts';
import { createNoir, type Noir } from '../../src/noir.ts';
import type { RecipeInput } from '../../src/recipe/recipe.ts';
import { makePhoto, PHOTO } from './photo.ts';
import { ROUNDS, WARM_UP } from './race.ts';

const WIDTHS = [1920, 1280, 960, 640, 320];
const FORMATS = ['webp', 'jpeg'] as const;

/** The parts of the work, and a srcset of five widths in two formats, each as a job that is counted by itself. */
async function jobsOf({ runner, recipes }: Noir, bytes: Uint8Array) {
  const run = async (input: Parameters<typeof sourceOf>[0], recipe: RecipeInput, wants?: 'samples') => {
    const job = { input: sourceOf(input), recipe: recipes.parse(recipe), wants: wants ?? 'file' } as const;
    return expectDone(await runner.run(makeJob(job)));
  };
  const pixels = async (...asked: [Parameters<typeof sourceOf>[0], RecipeInput]) => {
    const [output] = (await run(...asked, 'samples')).outputs;
    if (output.kind !== 'samples') throw new Error('there are no samples');
    return { ...output.shape, space: output.space, data: output.data };
  };
  const resize = (width: number) => [{ op: 'resize', width } as const];
  const whole = await pixels(bytes, {});
  const scaled = await Promise.all(WIDTHS.map((width) => pixels(whole, { steps: resize(width) })));
  const outputs = WIDTHS.flatMap((width) =>
    FORMATS.map((format) => ({ name: `${width}.${format}`, steps: resize(width), output: { format } })),
  );
  return {
    decode: () => run(bytes, {}, 'samples'),
    branches: WIDTHS.map((width) => () => run(whole, { steps: resize(width) }, 'samples')),
    encoders: scaled.flatMap((image) => FORMATS.map((format) => () => run(image, { output: { format } }))),
    together: () => run(bytes, { outputs }),
  };
}

/** Prints the parts and the whole of a srcset, medians of several rounds in milliseconds of CPU time. */
export async function benchOutputs([path]: readonly string[]): Promise<void> {
  const file = path ?? (existsSync(PHOTO) ? PHOTO : undefined);
  const noir = await createNoir({ gpu: 'off' });
  const { decode, branches, encoders, together } = await jobsOf(
    noir,
    file === undefined ? await makePhoto() : readFileSync(file),
  );
  const [whole = 0, first = 0, ...rest] = await medians([together, decode, ...branches, ...encoders]);
  const [largest, sum] = [
    Math.max(...rest.slice(0, WIDTHS.length)),
    rest.slice(WIDTHS.length).reduce((total, time) => total + time, 0),
  ];
  const bound = 1.3 * (first + largest) + sum;
  console.log(
    `\n${file === undefined ? 'made-up photo' : basename(file)} to ${WIDTHS.join(', ')} in ${FORMATS}\n`,
  );
  console.log(
    '| decode | largest resize | encoders | 1.3 x (decode + resize) + encoders | together | together / bound |',
  );
  console.log('|---:|---:|---:|---:|---:|---:|');
  const cells = [first, largest, sum, bound, whole].map((time) => time.toFixed(0));
  console.log(`| ${[...cells, (whole / bound).toFixed(2)].join(' | ')} |`);
  await noir.close();
}

/** Milliseconds of CPU time of all threads. The works take turns, so that a drift of the machine meets all of them. */
async function medians(works: readonly (() => Promise<unknown>)[]): Promise<number[]> {
  const times = works.map((): number[] => []);
  for (let round = -WARM_UP; round < ROUNDS; round++) {
    for (const [index, work] of works.entries()) {
      const before = process.cpuUsage();
      await work();
      const { user, system } = process.cpuUsage(before);
      if (round >= 0) times[index]?.push((user + system) / 1000);
    }
  }
  return times.map((all) => all.sort((a, b) => a - b)[ROUNDS >> 1] ?? 0);
}
