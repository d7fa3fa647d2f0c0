/** Runs a pipeline: waits for its turn, reads the input, and hands a job to the Runner. */
import { NoirError } from '../core/errors.ts';
import type { Gate } from '../core/gate.ts';
import { abandonable } from '../core/run.ts';
import { gatherFiles } from '../engine/files.ts';
import { type Done, expectDone, makeJob, type Runner } from '../engine/job.ts';
import { openRun } from '../engine/patience.ts';
import type { OnProgress } from '../engine/progress.ts';
import type { Recipe } from '../recipe/recipe.ts';
import type { Recipes } from '../recipe/recipes.ts';
import { type Draft, findIn } from './draft.ts';
import type { OpenInput } from './input.ts';

/** The Runner and the settings that pipelines share. */
export interface Workplace {
  readonly runner: Runner;
  readonly recipes: Recipes;
  /**
   * Admits as many jobs as may wait at the Runner. The other jobs do not read their inputs yet. Undefined when the
   * Runner itself should refuse too many jobs.
   */
  readonly turns: Gate | undefined;
}

/** Options for waiting for a result. */
export interface RunOptions {
  /** Aborts the work; the promise rejects with `cancelled`. */
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds after which the promise rejects with `deadline`. */
  readonly timeout?: number | undefined;
  /** Called when the work begins, after each part of it, and at its end. An error that it throws ends the work. */
  readonly onProgress?: OnProgress | undefined;
}

/** The result that the caller wants: a file, its samples, or the report of the last step. */
export type Wants = 'file' | 'samples' | 'report';

/** A draft with its input. */
export interface Order {
  readonly input: OpenInput;
  readonly draft: Draft;
  readonly wants: Wants;
}

/** Runs the pipeline. Throws `NoirError` for every fault of the recipe, the files or the picture. */
export async function carryOut(
  place: Workplace,
  order: Order,
  { signal, timeout, onProgress }: RunOptions,
): Promise<Done> {
  const recipe = readRecipe(place.recipes, order);
  const begun = performance.now();
  const { run, close } = openRun(signal, timeout === undefined ? {} : { timeLeft: timeout });
  try {
    const leave = await place.turns?.enter(1, run.signal);
    try {
      const job = await abandonable(makeJobFor(place, recipe, order), run);
      const timeLeft = timeout === undefined ? {} : { timeLeft: timeout - (performance.now() - begun) };
      return expectDone(await place.runner.run({ ...job, ...timeLeft }, signal, onProgress));
    } finally {
      leave?.();
    }
  } finally {
    close();
  }
}

function readRecipe(recipes: Recipes, { draft, wants }: Order): Recipe {
  const { input, steps, output, outputs } = draft;
  const isOpen = outputs !== undefined && Object.keys(output).length === 0;
  const wanted = { ...(!isOpen && { output }), ...(outputs && { outputs }) };
  const recipe = recipes.parse({ input, steps, ...(wants === 'file' && wanted) });
  const reports = recipe.steps.at(-1)?.op.report !== undefined;
  if (wants === 'report' && !reports) {
    throw new NoirError('invalid-parameter', 'toReport needs a step that reports at the end, such as stats');
  }
  if (wants === 'samples' && reports) {
    throw new NoirError('invalid-parameter', 'A recipe that ends in a report has no pixels: use toReport');
  }
  return recipe;
}

async function makeJobFor({ turns }: Workplace, recipe: Recipe, { input, draft, wants }: Order) {
  const [source, files] = await Promise.all([input.read(), gatherFiles(recipe, findIn(draft))]);
  return makeJob({
    input: source,
    recipe,
    files,
    wants: wants === 'samples' ? 'samples' : 'file',
    ...(turns && { waits: true }),
  });
}
