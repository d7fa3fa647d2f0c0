/**
 * Parts of a plan: some of its steps, or its steps with their further pictures. Shapes are those that the whole plan
 * found, so that no geometry is worked out twice.
 */
import type { Image, Shape } from '../core/image.ts';
import { type Plan, type PlannedStep, planOf } from './plan.ts';

/** The steps from number `from` up to number `to`, which is not among them. The plan itself for all of its steps. */
export function partOf(plan: Plan, from: number, to: number): Plan {
  if (from === 0 && to === plan.steps.length) return plan;
  return planOf(plan.steps.slice(from, to), shapeAt(plan, from));
}

/** The shape of the picture once `done` steps are done. */
export function shapeAt({ input, steps }: Plan, done: number): Shape {
  return done === 0 ? input : (steps[done - 1] as PlannedStep).output;
}

/** Whether a step of the plan reads a further picture. */
export function readsFurther({ steps }: Plan): boolean {
  return steps.some(({ others }) => others.length > 0);
}

/** The same plan with further pictures in place of their shapes. */
export function withPictures(plan: Plan, imageOf: (shape: Shape) => Image): Plan {
  const steps = plan.steps.map((step) => ({ ...step, pictures: step.others.map(imageOf) }));
  return planOf(steps, plan.input);
}
