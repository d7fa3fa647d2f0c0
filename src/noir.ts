/** The library's front door: opens the backends, and starts pipelines. */
import { Gate } from './core/gate.ts';
import type { Limits } from './core/limits.ts';
import type { Explanation } from './engine/engine.ts';
import type { Job, Runner } from './engine/job.ts';
import type { OnFailure } from './engine/walk.ts';
import { newDraft } from './library/draft.ts';
import { type Input, openInput } from './library/input.ts';
import type { InputOptions } from './library/methods/input.ts';
import { checkNoirOptions } from './library/noir-options.ts';
import { Pipeline } from './library/pipeline.ts';
import { imageOfRaw, type Pixels, type RawOptions } from './library/pixels.ts';
import { Workplace } from './library/work.ts';
import { recipesFor } from './open-engine.ts';
import { type Isolation, openRunner } from './open-runner.ts';
import type { Recipes } from './recipe/recipes.ts';
import { type EngineOptions, optionsFromEnvironment } from './settings.ts';

/** Options of `createNoir`. Those that are left out come from the `NOIR_*` variables, then from defaults. */
export interface NoirOptions extends Partial<Omit<EngineOptions, 'limits'>>, Isolation {
  /** Limits that differ from the defaults, which are meant for strangers' pictures. */
  readonly limits?: Partial<Limits>;
  /**
   * Treatment of a pipeline that starts while `limits.queue` others run. `wait`, the default: it waits for its turn.
   * `refuse`: it fails with `busy` when as many wait already. Servers always refuse jobs in this way.
   */
  readonly queue?: 'wait' | 'refuse';
  /** Called when a backend fails, or a worker process ends, and the work goes to the next one. */
  readonly onFailure?: OnFailure;
}

/** Options of the input: how a file is read, or the shape of samples. */
export interface ReadOptions extends InputOptions {
  /** The shape of the samples, for an input without a header. A typed array says which type they have. */
  readonly raw?: RawOptions | null | undefined;
}

/** Starts a pipeline on a picture, with options of how its file is read; made by `createNoir`. */
export interface Noir {
  (samples: Pixels['data'], options: ReadOptions & { readonly raw: RawOptions }): Pipeline;
  (input: Input, options?: ReadOptions | null): Pipeline;
  /** Does the jobs; for servers built on Noir. */
  readonly runner: Runner;
  /** Reads recipes, within the limits and with the ops of this Noir. */
  readonly recipes: Recipes;
  /** Runs a job and returns the possible ways and the ones taken. */
  explain(job: Job, signal?: AbortSignal): Promise<Explanation>;
  /** Waits for the pipelines in progress, takes no others meanwhile, and frees the GPU and all other resources. */
  close(): Promise<void>;
  /** The same, for `await using noir = await createNoir()`, which Node has from version 24 on. */
  [Symbol.asyncDispose](): Promise<void>;
}

/**
 * Opens the backends and gives the function that starts pipelines. Options that are left out come from
 * the `NOIR_*` variables. Throws when none of the backends can be had on this machine, and `invalid-parameter` for an
 * option that there is not.
 *
 * @example
 * const noir = await createNoir();
 * const png = await noir('photo.jpg').greyscale().linear(1.2, -10).png().toBuffer();
 * await noir.close();
 */
export async function createNoir(given?: NoirOptions | null): Promise<Noir> {
  const checked: NoirOptions = checkNoirOptions(given);
  const { onFailure, limits, queue = 'wait', isolation, workers, spare, opsModule, ...options } = checked;
  const bounded = settingsOf({ ...options, ...(limits && { limits }) });
  const choice = {
    ...(isolation && { isolation }),
    ...(workers && { workers }),
    ...(spare !== undefined && { spare }),
    ...(opsModule && { opsModule }),
  };
  const { runner, recipes, explain } = await openRunner(bounded, choice, onFailure);
  const turns = queue === 'wait' ? new Gate(Math.max(1, bounded.limits.queue)) : undefined;
  const place = new Workplace(runner, recipes, turns);
  const start = (input: Input | Pixels['data'], options?: ReadOptions | null) => {
    const raw = options?.raw;
    return new Pipeline(place, openInput(raw ? imageOfRaw(input, raw) : input), newDraft(options));
  };
  const close = () => place.close();
  return Object.assign(start, {
    runner,
    recipes,
    explain,
    close,
    [Symbol.asyncDispose]: close,
  });
}

/** The recipes that a Noir with these options will take, before it is opened. */
export function recipesOf(options: Omit<NoirOptions, 'opsModule'>): Recipes {
  return recipesFor(settingsOf(options));
}

function settingsOf({ limits, ...options }: Pick<NoirOptions, keyof EngineOptions>): EngineOptions {
  const settings = { ...optionsFromEnvironment(), ...options };
  return { ...settings, limits: { ...settings.limits, ...limits } };
}
