import { createImage, type Image } from '../../src/core/image.ts';
import { DEFAULT_LIMITS, type Limits } from '../../src/core/limits.ts';
import { makePlan, type Plan } from '../../src/plan/plan.ts';
import { parseRecipe, type StepInput } from '../../src/plan/recipe.ts';

/** Limits that no test picture reaches. */
export const NO_LIMITS: Limits = { ...DEFAULT_LIMITS, imageBytes: Infinity, pixels: Infinity };

/** A plan for steps as a user writes them. */
export function planSteps(steps: readonly StepInput[], image: Image, options?: { fuse: boolean }): Plan {
  return makePlan(parseRecipe({ steps }).steps, image, NO_LIMITS, options);
}

/** What a plan means: its ops' references one after the other, each into a buffer of its own. */
export function runReference({ steps }: Plan, image: Image): Image {
  let current = image;
  for (const { op, params, output } of steps) {
    const result = createImage(output);
    op.reference(current, params, result);
    current = result;
  }
  return current;
}
