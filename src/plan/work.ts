import { pixelCount } from '../core/image.ts';
import type { PlannedStep } from './plan.ts';

/** Pixels that a step has to visit: those that a move of pixels gives, else the larger of its pictures'. */
export function stepPixels({ op, input, output }: PlannedStep): number {
  const given = pixelCount(output);
  return op.kind === 'geometry' ? given : Math.max(pixelCount(input), given);
}
