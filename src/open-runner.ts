/** Opens the Runner of a Noir: the engine of this process, or worker processes. */
import { pathToFileURL } from 'node:url';
import type { GpuOutline } from './backends/gpu/distant.ts';
import type { Engine, Explanation } from './engine/engine.ts';
import type { Job, Runner } from './engine/job.ts';
import type { OnFailure } from './engine/walk.ts';
import { openEngine, openForecast, recipesFor } from './open-engine.ts';
import type { Recipes } from './recipe/recipes.ts';
import type { EngineOptions } from './settings.ts';
import { countWorkers } from './workers/cores.ts';
import { loadOps } from './workers/ops-module.ts';
import { WorkerRunner } from './workers/runner.ts';

/** The processes that do the work of a Noir. */
export interface Isolation {
  /**
   * `none`, the default: in this process. `process`: in worker processes, so that a crash in native code, a driver that
   * hangs, or a deadline costs a worker and not this process.
   */
  readonly isolation?: 'none' | 'process';
  /** Worker processes, with `isolation: 'process'`; by default one for each core, as far as there is memory. */
  readonly workers?: number;
  /**
   * Whether one process more is kept warm, with `isolation: 'process'`, so that it takes the place of one that ends at once;
   * true by default.
   */
  readonly spare?: boolean;
  /**
   * Path or URL of a module that exports a list `ops` of results of `defineOp`. With `isolation: 'process'` it
   * replaces `ops`, because functions cannot be sent to a worker.
   */
  readonly opsModule?: string | URL;
}

/** Milliseconds that a GPU may take for a submission in a worker process, unless the settings say otherwise. */
const GPU_TIME = 5_000;

export interface OpenedRunner {
  readonly runner: Runner;
  readonly recipes: Recipes;
  explain(job: Job, signal?: AbortSignal): Promise<Explanation>;
}

/** Throws when none of the backends asked for can be had here, and for ops of one's own that do not work. */
export async function openRunner(
  options: EngineOptions,
  { isolation = 'none', workers = countWorkers(), spare = true, opsModule }: Isolation,
  onFailure: OnFailure = () => {},
): Promise<OpenedRunner> {
  const { ops = [], ...settings } = options;
  const url = opsModule === undefined ? undefined : urlOf(opsModule);
  if (isolation === 'none') {
    const all = { ...settings, ops: [...ops, ...(await loadOps(url))] };
    const recipes = recipesFor(all);
    const engine: Engine = await openEngine(all, onFailure, recipes);
    return { runner: engine, recipes, explain: (job, signal) => engine.explain(job, signal) };
  }
  if (ops.length > 0) throw new Error("with isolation 'process', use opsModule in place of ops");
  const recipes = recipesFor({ ...settings, ops: await loadOps(url) });
  // The workers share the memory for pictures.
  const limits = { ...settings.limits, totalBytes: Math.floor(settings.limits.totalBytes / workers) };
  const runner = await WorkerRunner.open({
    settings: { gpuTime: GPU_TIME, ...settings, limits, opsModule: url },
    ...{ workers, spare },
    onFailure,
    openForecast: ({ outline, costs }) =>
      openForecast(options, recipes, { outline: outline as GpuOutline, costs }),
  });
  const explain = () => Promise.reject(new Error("only a Noir with isolation 'none' explains jobs"));
  return { runner, recipes, explain };
}

function urlOf(module: string | URL): string {
  if (module instanceof URL) return module.href;
  return module.startsWith('file:') ? module : pathToFileURL(module).href;
}
