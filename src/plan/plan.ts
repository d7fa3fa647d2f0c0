/** Plans: the steps of a recipe for a picture of a given shape. */
import { invalidParameters, NoirError } from '../core/errors.ts';
import { type Image, isSameShape, type Shape, shapeOf } from '../core/image.ts';
import { checkShape, type Limits } from '../core/limits.ts';
import type { Pass } from '../core/pass.ts';
import type { Step } from '../recipe/recipe.ts';
import { fusePasses, groupSteps } from './fuse.ts';

/** A step with the shapes of its input and output. */
export interface PlannedStep extends Step {
  readonly others: readonly Shape[];
  readonly input: Shape;
  readonly output: Shape;
}

/** A step's further pictures. Throws when the step was planned with their shapes only. */
export function picturesOf({ op, others, pictures = [] }: PlannedStep): readonly Image[] {
  if (pictures.length === others.length) return pictures;
  throw new Error(`${op.name} was planned with shapes only: it lacks its further pictures`);
}

/** Steps with shapes, ready for any backend. */
export interface Plan {
  readonly input: Shape;
  readonly output: Shape;
  readonly steps: readonly PlannedStep[];
  /** The steps, with neighbouring point ops grouped. A group reads its input once. */
  readonly groups: readonly (readonly PlannedStep[])[];
  /** The plan for a GPU, with point ops fused into passes. Lowering happens on the first access. */
  readonly passes: readonly PlannedPass[];
}

/** A pass with the number of its step. A fused pass has the number of its first step. */
export interface PlannedPass extends Pass {
  readonly step: number;
}

interface PlanOptions {
  /** Whether to join point ops. Default true. The pixels are the same either way. */
  readonly fuse?: boolean;
  /** Index of the first step in the recipe, for error pointers. */
  readonly first?: number;
}

/**
 * Computes the shape after every step. Throws `invalid-parameter` when parameters do not fit the picture, and a
 * limit's error when a result would exceed it.
 */
export function makePlan(
  steps: readonly Step[],
  input: Shape,
  limits: Limits,
  { fuse = true, first = 0 }: PlanOptions = {},
): Plan {
  const request = { steps, input: shapeOf(input), limits, fuse };
  const known = steps[0] && latest.get(steps[0]);
  if (known && isEqual(known, request)) return known.plan;
  const plan = planOf(planSteps(request, first), request.input, fuse);
  if (steps[0]) latest.set(steps[0], { ...request, plan });
  return plan;
}

/** The parts of a request for a plan that decide the plan. */
interface Request {
  readonly steps: readonly Step[];
  readonly input: Shape;
  readonly limits: Limits;
  readonly fuse: boolean;
}

/**
 * The latest plan for each first step. A job is planned for its turn, for its format and for its ways, and a server gets
 * pictures of the same few shapes again and again.
 */
const latest = new WeakMap<Step, Request & { readonly plan: Plan }>();

function isEqual(a: Request, b: Request): boolean {
  return (
    a.limits === b.limits &&
    a.fuse === b.fuse &&
    isSameShape(a.input, b.input) &&
    a.steps.length === b.steps.length &&
    a.steps.every((step, index) => step === b.steps[index])
  );
}

function planSteps({ steps, input, limits }: Request, first: number): readonly PlannedStep[] {
  const planned: PlannedStep[] = [];
  let shape = input;
  steps.forEach(({ op, params, pictures, others = pictures ?? [] }, index) => {
    const output = shapeOf(atStep(first + index, () => op.geometry(shape, params, others)));
    atStep(first + index, () => checkShape(output, limits));
    planned.push({ op, params, others, ...(pictures && { pictures }), input: shape, output });
    shape = output;
  });
  return planned;
}

/** A plan of steps whose shapes are known. */
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

/** Prefixes an op's error pointers with the step, and points to the step whose result is above a limit. */
function atStep<Result>(index: number, run: () => Result): Result {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof NoirError)) throw error;
    const { code, message, limit, actual } = error;
    if (limit !== undefined && actual !== undefined) {
      const faults = [{ pointer: `/steps/${index}`, reason: message }];
      throw new NoirError(code, invalidParameters(faults).message, { errors: faults, limit, actual });
    }
    if (error.errors.length === 0) throw error;
    throw invalidParameters(
      error.errors.map(({ pointer, reason }) => ({ pointer: `/steps/${index}${pointer}`, reason })),
    );
  }
}
