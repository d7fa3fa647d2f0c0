/**
 * Parts of a plan: a range of steps, or the steps with their further pictures. Shapes are reused, so geometry is
 * not computed twice.
 */
import type { Image, Shape } from '../core/image.ts';
import { type Plan, type PlannedStep, planOf } from './plan.ts';

/** Steps `from` up to `to` (exclusive). Returns the plan itself when that is all of it. */
export function partOf(plan: Plan, from: number, to: number): Plan {
  if (from === 0 && to === plan.steps.length) return plan;
  return planOf(plan.steps.slice(from, to), shapeAt(plan, from));
}

/** The plan without steps that change nothing, such as a resize to the size that the picture has. */
export function withoutIdleSteps(plan: Plan): Plan {
  const steps = plan.steps.filter(({ op, input, params }) => !op.changesNothing?.(input, params));
  return steps.length === plan.steps.length ? plan : planOf(steps, plan.input);
}

/** Shape of the picture after `done` steps. */
export function shapeAt({ input, steps }: Plan, done: number): Shape {
  return done === 0 ? input : (steps[done - 1] as PlannedStep).output;
}

/** Whether a step reads a further picture. */
export function readsFurther({ steps }: Plan): boolean {
  return steps.some(({ others }) => others.length > 0);
}

/** The plan with the further pictures themselves. */
export function withPictures(plan: Plan, imageOf: (shape: Shape) => Image): Plan {
  const steps = plan.steps.map((step) => ({ ...step, pictures: step.others.map(imageOf) }));
  return planOf(steps, plan.input);
}
