/**
 * Splits steps into stretches: a step whose parameters depend on the picture ends one. The engine settles that step
 * once the steps before it have made the picture, then plans the rest.
 */
import { type Carrier, frameOf, type Leg, type Stretch } from '../backends/leg.ts';
import { isSameShape, type Picture, type Shape } from '../core/image.ts';
import type { Run } from '../core/run.ts';
import { inTurns } from '../core/turns.ts';
import { shapeAt } from '../plan/part.ts';
import type { Step } from '../recipe/recipe.ts';

/** The number of the first step that waits for its picture; -1 for none. */
export function waitingStep(steps: readonly Step[]): number {
  return steps.findIndex(({ op, params }) => op.settle?.(params));
}

/** Steps that make a picture, and those that follow: the first of these waits for the picture. */
export interface Split {
  readonly piece: readonly Step[];
  readonly rest: readonly Step[];
}

/** All steps up to the first that waits for its picture, and the others. */
export function splitSteps(steps: readonly Step[]): Split {
  const waiting = waitingStep(steps);
  return waiting < 0
    ? { piece: steps, rest: [] }
    : { piece: steps.slice(0, waiting), rest: steps.slice(waiting) };
}

/** The same with the first part of the waiting step in the piece, if that can be done in two parts. `input` is its input. */
export function splitInTwo({ piece, rest }: Split, input: Shape): Split | undefined {
  const [waiting, ...others] = rest;
  const parts = waiting?.op.settlesInTwo?.(input, waiting.params);
  if (!waiting || !parts) return undefined;
  const [first, second] = parts;
  return { piece: [...piece, { ...waiting, ...first }], rest: [{ ...waiting, ...second }, ...others] };
}

/** The step with parameters that depend on nothing any more, and are the same for all frames. */
export async function settleStep(step: Step, frames: Picture['frames'], run: Run): Promise<Step> {
  const settled = await inTurns(step.op.settle?.(step.params)?.(...frames), run);
  return { ...step, ...settled };
}

/** Whether a leg's result has the shape that the plan expects there. */
export function isAsPlanned({ plan }: Stretch, carrier: Carrier, { to }: Leg): boolean {
  if (carrier.kind !== 'host') return true;
  return isSameShape(shapeAt(plan, to.done), frameOf(carrier));
}
