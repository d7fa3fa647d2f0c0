import { invalidParameters, NoirError } from '../core/errors.ts';
import { type Image, type Shape, shapeOf } from '../core/image.ts';
import { checkShape, type Limits } from '../core/limits.ts';
import type { Pass } from '../core/pass.ts';
import type { Step } from '../recipe/recipe.ts';
import { fusePasses, groupSteps } from './fuse.ts';

/** A step with the shapes between which it works. */
export interface PlannedStep extends Step {
  readonly others: readonly Shape[];
  readonly input: Shape;
  readonly output: Shape;
}

/** The further pictures of a step that is to run. Throws where the step has only their shapes. */
export function picturesOf({ op, others, pictures = [] }: PlannedStep): readonly Image[] {
  if (pictures.length === others.length) return pictures;
  throw new Error(`${op.name} was planned with shapes only: it lacks its further pictures`);
}

/** What a recipe becomes for a given input. */
export interface Plan {
  readonly input: Shape;
  readonly output: Shape;
  readonly steps: readonly PlannedStep[];
  /** The steps, with neighbouring point ops together: each group reads its input once. */
  readonly groups: readonly (readonly PlannedStep[])[];
  /** The same work for a GPU: neighbouring point ops are one pass. Steps are lowered when this is first read. */
  readonly passes: readonly PlannedPass[];
}

/** A pass with the step that it belongs to, or the first of several. */
export interface PlannedPass extends Pass {
  readonly step: number;
}

interface PlanOptions {
  /** Whether neighbouring point ops are worked together; true unless told. The pixels are the same. */
  readonly fuse?: boolean;
  /** Place of the first step in the recipe, for what is said of it. */
  readonly first?: number;
}

/**
 * Follows the shape through the steps. Throws `invalid-parameter` for parameters that do not fit the
 * picture, and the limit that a result would pass.
 */
export function makePlan(
  steps: readonly Step[],
  input: Shape,
  limits: Limits,
  { fuse = true, first = 0 }: PlanOptions = {},
): Plan {
  const planned: PlannedStep[] = [];
  let shape = shapeOf(input);
  steps.forEach(({ op, params, pictures, others = pictures ?? [] }, index) => {
    const output = shapeOf(atStep(first + index, () => op.geometry(shape, params, others)));
    checkShape(output, limits);
    planned.push({ op, params, others, ...(pictures && { pictures }), input: shape, output });
    shape = output;
  });
  return planOf(planned, shapeOf(input), fuse);
}

/** The plan of steps whose shapes are known, from a picture of the shape `input`. */
export function planOf(steps: readonly PlannedStep[], input: Shape, fuse = true): Plan {
  let groups: Plan['groups'] | undefined;
  let passes: Plan['passes'] | undefined;
  return {
    input,
    output: steps.at(-1)?.output ?? input,
    steps,
    get groups() {
      groups ??= fuse ? groupSteps(steps) : steps.map((step) => [step]);
      return groups;
    },
    get passes() {
      passes ??= lowerSteps(steps, fuse);
      return passes;
    },
  };
}

function lowerSteps(steps: readonly PlannedStep[], fuse: boolean): readonly PlannedPass[] {
  const passes = steps.flatMap(({ op, params, input, others }, step) =>
    op.lower(input, params, others).map((pass) => ({ ...pass, step })),
  );
  return fuse ? fusePasses(passes) : passes;
}

/** Puts the step in front of the pointers of what an op finds wrong with its own parameters. */
function atStep<Result>(index: number, run: () => Result): Result {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof NoirError) || error.errors.length === 0) throw error;
    throw invalidParameters(
      error.errors.map(({ pointer, reason }) => ({ pointer: `/steps/${index}${pointer}`, reason })),
    );
  }
}
