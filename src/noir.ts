/** The library's front door: opens the backends, and starts pipelines. */
import { Gate } from './core/gate.ts';
import type { Limits } from './core/limits.ts';
import type { Explanation } from './engine/engine.ts';
import type { Job, Runner } from './engine/job.ts';
import type { OnFailure } from './engine/walk.ts';
import { newDraft } from './library/draft.ts';
import { type Input, openInput } from './library/input.ts';
import type { InputOptions } from './library/methods/input.ts';
import { Pipeline } from './library/pipeline.ts';
import { type Isolation, openRunner } from './open-runner.ts';
import type { Recipes } from './recipe/recipes.ts';
import { type EngineOptions, optionsFromEnvironment } from './settings.ts';

export interface NoirOptions extends Partial<Omit<EngineOptions, 'limits'>>, Isolation {
  /** Limits that differ from the defaults, which are meant for strangers' pictures. */
  readonly limits?: Partial<Limits>;
  /**
   * What becomes of pipelines that run while `limits.queue` others do: they `wait` for their turn, which is the default,
   * or are refused with `busy` when as many wait already. The jobs of servers are always refused.
   */
  readonly queue?: 'wait' | 'refuse';
  /** Called when a backend fails and its work goes to the next one. */
  readonly onFailure?: OnFailure;
}

/** Starts a pipeline on a picture, with options of how its file is read; made by `createNoir`. */
export interface Noir {
  (input: Input, options?: InputOptions): Pipeline;
  /** Does the jobs; for servers built on Noir. */
  readonly runner: Runner;
  /** Reads recipes, within the limits and with the ops of this Noir. */
  readonly recipes: Recipes;
  /** Runs a job and tells the ways that were possible and those that were taken. */
  explain(job: Job, signal?: AbortSignal): Promise<Explanation>;
  /** Takes no more work, waits for what is in progress, and frees the GPU and everything else. */
  close(): Promise<void>;
  /** The same, for `await using noir = await createNoir()`, which Node has from version 24 on. */
  [Symbol.asyncDispose](): Promise<void>;
}

/**
 * Opens the backends and gives the function that starts pipelines. Options that are left out come from
 * the `NOIR_*` variables. Throws when none of the backends can be had on this machine.
 *
 * @example
 * const noir = await createNoir();
 * const png = await noir('photo.jpg').greyscale().linear(1.2, -10).png().toBuffer();
 * await noir.close();
 */
export async function createNoir(given: NoirOptions = {}): Promise<Noir> {
  const { onFailure, limits, queue = 'wait', isolation, workers, opsModule, ...options } = given;
  const settings = { ...optionsFromEnvironment(), ...options };
  const bounded = { ...settings, limits: { ...settings.limits, ...limits } };
  const choice = {
    ...(isolation && { isolation }),
    ...(workers && { workers }),
    ...(opsModule && { opsModule }),
  };
  const { runner, recipes, explain } = await openRunner(bounded, choice, onFailure);
  const turns = queue === 'wait' ? new Gate(Math.max(1, bounded.limits.queue)) : undefined;
  const place = { runner, recipes, turns };
  const start = (input: Input, reading: InputOptions = {}) =>
    new Pipeline(place, openInput(input), newDraft(reading));
  const close = () => runner.close();
  return Object.assign(start, {
    runner,
    recipes,
    explain,
    close,
    [Symbol.asyncDispose]: close,
  });
}
