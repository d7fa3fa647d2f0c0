/** Opens the engine of this process: coders, backends and the table of costs. */

import type { GpuOutline } from './backends/gpu/distant.ts';
import { openBackends, openForPlanning } from './backends/open.ts';
import { checkOwnOps } from './backends/own-ops.ts';
import { openCoders } from './coders/registry.ts';
import type { Run } from './core/run.ts';
import { readCosts } from './engine/costs/open.ts';
import { Engine } from './engine/engine.ts';
import { forecastBackends } from './engine/forecast.ts';
import type { Job } from './engine/job.ts';
import type { OnFailure } from './engine/walk.ts';
import { OpSet } from './ops/op-set.ts';
import { Recipes } from './recipe/recipes.ts';
import type { EngineOptions, ProcessOptions } from './settings.ts';
import { readPackage } from './version.ts';

/** The recipes that an engine with these options takes. */
export function recipesFor({ limits, ops }: Pick<EngineOptions, 'limits' | 'ops'>): Recipes {
  return new Recipes(limits, new OpSet(ops));
}

/** Throws when none of the backends asked for can be had here, and for ops of one's own that do not work. */
export async function openEngine(
  options: ProcessOptions,
  onFailure: OnFailure = () => {},
  recipes: Recipes = recipesFor(options),
): Promise<Engine> {
  const coders = await openCoders(options.codecs, options.ownThread);
  const opened = await openBackends(options, coders);
  await checkOwnOps(recipes.ops.own, opened.backends);
  const device = opened.gpu && (await loadMeasuring()).gpuDevice(opened.gpu, options.measuresGpu ?? false);
  const { costs, lines } = await readCosts({ version: readPackage().version, device });
  return new Engine({ ...opened, coders, recipes, costs, notes: lines, onFailure });
}

/** Only processes with a GPU load it. */
const loadMeasuring = () => import('./backends/gpu/measure.ts');

/**
 * Tells which backends a job will be done by when another process has the GPU. Undefined when this process has another
 * table of costs than that one, because it would choose otherwise.
 */
export async function openForecast(
  options: EngineOptions,
  recipes: Recipes,
  { outline, costs: id }: { readonly outline: GpuOutline; readonly costs: string },
): Promise<Forecast | undefined> {
  const coders = await openCoders(options.codecs);
  const sources = await openForPlanning(options, coders, outline);
  const device = (await loadMeasuring()).knownDevice(outline.adapter);
  const { costs } = await readCosts({ version: readPackage().version, device });
  if (costs.id !== id) return undefined;
  return (job, run) => forecastBackends(job, { recipes, coders, sources, costs }, run);
}

/** Resolves with undefined for a job of which that is not known yet. */
export type Forecast = (job: Job, run: Run) => Promise<readonly string[] | undefined>;
