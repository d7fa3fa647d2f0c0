/** Opens the engine of this process: coders, backends and the table of costs. */

import { gpuDevice } from './backends/gpu/measure.ts';
import { openBackends } from './backends/open.ts';
import { checkOwnOps } from './backends/own-ops.ts';
import { openCoders } from './coders/registry.ts';
import { readCosts } from './engine/costs/open.ts';
import { Engine } from './engine/engine.ts';
import type { OnFailure } from './engine/walk.ts';
import { OpSet } from './ops/op-set.ts';
import { Recipes } from './recipe/recipes.ts';
import type { EngineOptions } from './settings.ts';
import { readPackage } from './version.ts';

/** The recipes that an engine with these options takes. */
export function recipesFor({ limits, ops }: Pick<EngineOptions, 'limits' | 'ops'>): Recipes {
  return new Recipes(limits, new OpSet(ops));
}

/** Throws when none of the backends asked for can be had here, and for ops of one's own that do not work. */
export async function openEngine(
  options: EngineOptions,
  onFailure: OnFailure = () => {},
  recipes: Recipes = recipesFor(options),
): Promise<Engine> {
  const coders = await openCoders(options.codecs);
  const opened = await openBackends(options, coders);
  await checkOwnOps(recipes.ops.own, opened.backends);
  const device = opened.gpu && gpuDevice(opened.gpu, options.measuresGpu ?? false);
  const { costs, lines } = await readCosts({ version: readPackage().version, device });
  return new Engine({ ...opened, coders, recipes, costs, notes: lines, onFailure });
}
