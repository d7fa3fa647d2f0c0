/** The amount of work in a step. */
import { pixelCount } from '../core/image.ts';
import type { PlannedStep } from './plan.ts';

/** Pixels that a step visits: the output's for geometry, else the larger of input and output. */
export function stepPixels({ op, input, output }: PlannedStep): number {
  const given = pixelCount(output);
  return op.kind === 'geometry' ? given : Math.max(pixelCount(input), given);
}
