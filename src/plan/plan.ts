import { invalidParameters, NoirError } from '../core/errors.ts';
import { type Shape, shapeOf } from '../core/image.ts';
import { checkShape, type Limits } from '../core/limits.ts';
import type { Pass } from '../core/pass.ts';
import { fusePasses, groupSteps } from './fuse.ts';
import type { Step } from './recipe.ts';

/** A step with the shapes between which it works. */
export interface PlannedStep extends Step {
  readonly input: Shape;
  readonly output: Shape;
}

/** What a recipe becomes for a given input. */
export interface Plan {
  readonly input: Shape;
  readonly output: Shape;
  readonly steps: readonly PlannedStep[];
  /** The steps, with neighbouring point ops together: each group reads its input once. */
  readonly groups: readonly (readonly PlannedStep[])[];
  /** The same work for a GPU: neighbouring point ops are one pass. */
  readonly passes: readonly Pass[];
}

interface PlanOptions {
  /** Whether neighbouring point ops are worked together; true unless told. The pixels are the same. */
  readonly fuse?: boolean;
}

/**
 * Follows the shape through the steps. Throws `invalid-parameter` for parameters that do not fit the
 * picture, and the limit that a result would pass.
 */
export function makePlan(
  steps: readonly Step[],
  input: Shape,
  limits: Limits,
  { fuse = true }: PlanOptions = {},
): Plan {
  const planned: PlannedStep[] = [];
  let shape = shapeOf(input);
  steps.forEach(({ op, params }, index) => {
    const output = shapeOf(atStep(index, () => op.geometry(shape, params)));
    checkShape(output, limits);
    planned.push({ op, params, input: shape, output });
    shape = output;
  });
  const passes = planned.flatMap(({ op, params, input: source }) => op.lower(source, params));
  return {
    input: shapeOf(input),
    output: shape,
    steps: planned,
    groups: fuse ? groupSteps(planned) : planned.map((step) => [step]),
    passes: fuse ? fusePasses(passes) : passes,
  };
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
