/** Tells which backends a job will probably be done by, before anything is decoded. */
import type { LegSource } from '../backends/leg.ts';
import type { Coders } from '../coders/registry.ts';
import type { Costs } from '../core/costs.ts';
import type { Run } from '../core/run.ts';
import { withoutIdleSteps } from '../plan/part.ts';
import { makePlan } from '../plan/plan.ts';
import { allSteps } from '../recipe/recipe.ts';
import type { Recipes } from '../recipe/recipes.ts';
import type { Job } from './job.ts';
import { routeByCost } from './router.ts';
import { waitingStep } from './stretches.ts';
import { openTask } from './task.ts';
import { listWays } from './ways.ts';

export interface ForecastParts {
  readonly recipes: Recipes;
  readonly coders: Coders;
  readonly sources: readonly LegSource[];
  readonly costs: Costs;
}

/**
 * The backends of the way that the engine with the same parts takes first; none for a file that only coders work on.
 * Undefined when the way is not known yet: for several outputs, several frames, further pictures, and steps that depend
 * on the picture. Throws as the engine does for a job that it refuses before it decodes.
 */
export async function forecastBackends(
  job: Job,
  parts: ForecastParts,
  run: Run,
): Promise<readonly string[] | undefined> {
  const { recipes, sources, costs } = parts;
  const recipe = recipes.parseCanonical(job.recipe);
  // Further pictures may be texts, which have to be drawn before their extent is known.
  if (allSteps(recipe).some(({ op }) => op.sources)) return undefined;
  const { opened, goals, trunk } = await openTask(job, parts, run);
  const [goal] = goals;
  if (!goal || trunk || goal.count > 1 || waitingStep(goal.steps) >= 0) return undefined;
  const { limits } = recipes;
  const plan = withoutIdleSteps(makePlan([...goal.steps, ...goal.casts], opened.shape, limits));
  const stretch = { input: opened.carrier, plan, output: goal.output, limits, costs };
  const [way] = routeByCost(costs).best(listWays(stretch, sources));
  return way?.legs.flatMap(({ backend }) => backend ?? []);
}
