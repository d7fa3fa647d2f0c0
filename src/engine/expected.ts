/** Tells about how long a job will take before anything is decoded, for those who decide on its turn. */
import { encodingTime, estimateTime } from '../backends/estimate.ts';
import type { Costs } from '../core/costs.ts';
import type { Shape } from '../core/image.ts';
import { ALL_PAGES } from '../formats/input.ts';
import { uprightExtent } from '../formats/orientation.ts';
import { FORMATS, peekHeader } from '../formats/registry.ts';
import { withoutIdleSteps } from '../plan/part.ts';
import { makePlan, type Plan } from '../plan/plan.ts';
import { needsOf, settleOutput } from '../recipe/output.ts';
import type { Branch, Recipe, Step } from '../recipe/recipe.ts';
import type { Recipes } from '../recipe/recipes.ts';
import { countAuto } from './frames.ts';
import type { Job, Source } from './job.ts';

/** Milliseconds for a job that cannot be read: whoever runs it refuses it at once. */
const REFUSED = 1;

/** Milliseconds for a job about which nothing can be known yet. */
const UNKNOWN = 100;

/** Expected milliseconds of a job on one core, right within a factor of a few. */
export function expectedTime(job: Job, recipes: Recipes, costs: Costs): number {
  const input = beginningOf(job.input);
  if (!input) return UNKNOWN;
  try {
    const recipe = recipes.parseCanonical(job.recipe);
    const opened = openedOf(input, recipe, recipes);
    const { shape, file } = opened;
    const timeOf = (steps: readonly Step[], output: Branch['output'], from: Partial<typeof opened>) => {
      const plan = planOf(steps, from.shape ?? shape, recipes);
      const { format, fewColors = false } = file?.header ?? {};
      const needs = needsOf(plan.output, opened.frames, fewColors);
      const sharing = countAuto(recipe.outputs ?? [recipe]);
      const settled = settleOutput(output, format, {
        accepted: job.accepted,
        needs,
        timeOf: (encoding) => sharing * encodingTime(encoding, plan.output, costs),
      });
      const frames = FORMATS[settled.format].animated ? opened.frames : 1;
      return frames * estimateTime({ file: from.file, plan, output: settled }, costs);
    };
    if (!recipe.outputs) return timeOf(recipe.steps, recipe.output, { shape, file });
    const trunk = planOf(recipe.steps, shape, recipes);
    const branches = recipe.outputs.map(({ steps, output }) =>
      timeOf(steps, output, { shape: trunk.output }),
    );
    return branches.reduce((sum, time) => sum + time, estimateTime({ file, plan: trunk }, costs));
  } catch {
    const isWhole = input.kind === 'samples' || input.head.length === input.length;
    return isWhole ? REFUSED : UNKNOWN;
  }
}

/** A picture as far as it is in memory. */
type Beginning =
  | Pick<Extract<Source, { kind: 'samples' }>, 'kind' | 'shape'>
  | { readonly kind: 'head'; readonly head: Uint8Array; readonly length: number };

/** Undefined when none of it is in memory. */
function beginningOf(input: Source): Beginning | undefined {
  if (input.kind === 'samples') return input;
  const { head, length } =
    input.kind === 'bytes' ? { head: input.bytes, length: input.bytes.byteLength } : input;
  return head && { kind: 'head', head, length };
}

function openedOf(input: Beginning, recipe: Recipe, { limits }: Recipes) {
  if (input.kind === 'samples') return { shape: input.shape, file: undefined, frames: 1 };
  const header = peekHeader(input.head, limits, recipe.input);
  const { channels, type, orientation, frames } = header;
  const shape = { ...uprightExtent(header, orientation), channels, type };
  const file = { header, bytes: input.length };
  const { pages = ALL_PAGES } = recipe.input;
  const count = frames?.count ?? 1;
  return { shape, file, frames: pages === ALL_PAGES ? count : Math.min(pages, count) };
}

/** The plan; without steps that need more than the header, such as those with further pictures. */
function planOf(steps: readonly Step[], shape: Shape, { limits }: Recipes): Plan {
  try {
    return withoutIdleSteps(makePlan(steps, shape, limits));
  } catch {
    return makePlan(
      steps.filter(({ op }) => op.kind === 'point'),
      shape,
      limits,
    );
  }
}
