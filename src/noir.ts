import { readFile } from 'node:fs/promises';
import type { Image } from './core/image.ts';
import type { Limits } from './core/limits.ts';
import type { Explanation } from './engine/engine.ts';
import type { Job, Runner } from './engine/job.ts';
import type { OnFailure } from './engine/walk.ts';
import type { InputOptions } from './formats/input.ts';
import { openEngine, recipesFor } from './open-engine.ts';
import { newDraft, Pipeline } from './pipeline.ts';
import type { Recipes } from './recipe/recipes.ts';
import { type EngineOptions, optionsFromEnvironment } from './settings.ts';

/** A picture to work on: the path or the bytes of a file, or pixels in memory. */
export type Input = string | Uint8Array | ArrayBuffer | Image;

export interface NoirOptions extends Partial<Omit<EngineOptions, 'limits'>> {
  /** Limits that differ from the defaults, which are meant for strangers' pictures. */
  readonly limits?: Partial<Limits>;
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
export async function createNoir({ onFailure, limits, ...options }: NoirOptions = {}): Promise<Noir> {
  const settings = { ...optionsFromEnvironment(), ...options };
  const bounded = { ...settings, limits: { ...settings.limits, ...limits } };
  const recipes = recipesFor(bounded);
  const runner = await openEngine(bounded, onFailure, recipes);
  const start = (input: Input, reading: InputOptions = {}) =>
    new Pipeline({ runner, recipes }, () => readInput(input), newDraft(reading));
  return Object.assign(start, {
    runner,
    recipes,
    explain: (job: Job, signal?: AbortSignal) => runner.explain(job, signal),
    close: () => runner.close(),
  });
}

async function readInput(input: Input): Promise<Uint8Array | Image> {
  if (typeof input === 'string') return readFile(input);
  return input instanceof ArrayBuffer ? new Uint8Array(input) : input;
}
