import { pixelCount } from '../core/image.ts';
import type { Plan, PlannedStep } from './plan.ts';

/** Pixels that a step has to visit: those that a move of pixels gives, else the larger of its pictures'. */
export function stepPixels({ op, input, output }: PlannedStep): number {
  const given = pixelCount(output);
  return op.kind === 'geometry' ? given : Math.max(pixelCount(input), given);
}

/** Pixels that all steps visit together: what the time of plans with equal steps grows with. */
export function planPixels({ steps }: Plan): number {
  return steps.reduce((sum, step) => sum + stepPixels(step), 0);
}
