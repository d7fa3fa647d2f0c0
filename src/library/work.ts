/** Runs a pipeline: waits for its turn, reads the input, and hands a job to the Runner. */
import { isNoirError, NoirError } from '../core/errors.ts';
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
import { type GivenOptions, readRunOptions } from './run-options.ts';
import { refuseSharpOptions } from './sharp-only.ts';

/** The Runner and the settings that pipelines share. */
export class Workplace {
  readonly runner: Runner;
  readonly recipes: Recipes;
  /**
   * Admits as many jobs as may wait at the Runner. The other jobs do not read their inputs yet. Undefined when the
   * Runner itself should refuse too many jobs.
   */
  readonly turns: Gate | undefined;
  readonly #working = new Set<Promise<unknown>>();
  #closing: Promise<void> | undefined;

  constructor(runner: Runner, recipes: Recipes, turns: Gate | undefined) {
    this.runner = runner;
    this.recipes = recipes;
    this.turns = turns;
  }

  /** Does work that `close` waits for. Throws `shutting-down` after `close`. */
  async follow<Made>(work: () => Promise<Made>): Promise<Made> {
    if (this.#closing) throw new NoirError('shutting-down', 'This Noir is closed');
    const begun = work();
    this.#working.add(begun);
    try {
      return await begun;
    } finally {
      this.#working.delete(begun);
    }
  }

  /** Lets the pipelines in progress end, and closes the Runner. */
  close(): Promise<void> {
    this.#closing ??= Promise.allSettled(this.#working).then(() => this.runner.close());
    return this.#closing;
  }
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
export async function carryOut(place: Workplace, order: Order, options: unknown): Promise<Done> {
  const caller: { readonly stack?: string } = {};
  Error.captureStackTrace(caller, carryOut);
  try {
    const given = readRunOptions(options);
    return await place.follow(() => doOrder(place, order, given));
  } catch (error) {
    if (isNoirError(error)) pointAtCaller(error, caller.stack);
    throw error;
  }
}

/** Gives the error the stack of the call: a timer or a queue may have made it, far from there. */
function pointAtCaller(error: NoirError, stack = ''): void {
  const frames = stack.slice(stack.indexOf('\n') + 1);
  error.stack = `${error.name}: ${error.message}\n${frames}`;
}

async function doOrder(
  place: Workplace,
  order: Order,
  { signal, timeout, onProgress }: GivenOptions,
): Promise<Done> {
  const recipe = readRecipe(place.recipes, order);
  const begun = performance.now();
  const { run, close } = openRun(signal, timeout === undefined ? {} : { timeLeft: timeout });
  try {
    const leave = await place.turns?.enter(1, run.signal);
    try {
      const job = await abandonable(makeJobFor(place, recipe, order), run);
      const timeLeft = timeout === undefined ? {} : { timeLeft: timeout - (performance.now() - begun) };
      const watcher = watcherOf(onProgress);
      const answer = await place.runner.run({ ...job, ...timeLeft }, signal, watcher?.report);
      if (watcher?.failure) throw watcher.failure.error;
      return expectDone(answer);
    } finally {
      leave?.();
    }
  } finally {
    close();
  }
}

/** The caller's `onProgress`, and the error that it threw or its promise rejected with. */
function watcherOf(onProgress: OnProgress | undefined) {
  if (!onProgress) return undefined;
  const watcher: { failure?: { readonly error: unknown }; readonly report: OnProgress } = {
    report(progress) {
      try {
        const told: unknown = onProgress(progress);
        if (told instanceof Promise) told.catch(fail);
      } catch (error) {
        fail(error);
        throw error;
      }
    },
  };
  const fail = (error: unknown) => {
    watcher.failure ??= { error };
  };
  return watcher;
}

function readRecipe(recipes: Recipes, { draft, wants }: Order): Recipe {
  const { input, steps, output, outputs } = draft;
  refuseSharpOptions(input);
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
