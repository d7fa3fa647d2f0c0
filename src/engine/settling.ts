import type { Image } from '../core/image.ts';
import type { Limits } from '../core/limits.ts';
import { UNBOUND } from '../core/run.ts';
import { inTurns } from '../core/turns.ts';
import { makePlan, type Plan } from '../plan/plan.ts';
import type { Step } from '../recipe/recipe.ts';
import type { Laddered } from './ladder.ts';

/**
 * Runs steps piece by piece: one whose parameters depend on what is in the picture waits until the steps
 * before it have made that picture. Without such a step there is one piece.
 */
export async function runSettling(
  steps: readonly Step[],
  image: Image,
  limits: Limits,
  run: (plan: Plan, image: Image) => Promise<Laddered>,
): Promise<Laddered> {
  let current: Laddered = { image, timings: {}, release: () => {}, backend: 'none' };
  let rest = steps;
  try {
    for (;;) {
      const waiting = rest.findIndex(({ op, params }) => op.settle?.(params));
      const piece = waiting < 0 ? rest : rest.slice(0, waiting);
      const plan = makePlan(piece, current.image, limits, { first: steps.length - rest.length });
      current = follow(current, await run(plan, current.image));
      if (waiting < 0) return current;
      const step = rest[waiting] as Step;
      const settled = await inTurns(step.op.settle?.(step.params)?.(current.image), UNBOUND);
      rest = [{ ...step, ...settled }, ...rest.slice(waiting + 1)];
    }
  } catch (error) {
    current.release();
    throw error;
  }
}

/** What the next piece made, with the time of those before. A piece of no steps gives its input back. */
function follow(before: Laddered, next: Laddered): Laddered {
  const timings: Record<string, number> = { ...before.timings };
  for (const [name, time] of Object.entries(next.timings)) timings[name] = (timings[name] ?? 0) + time;
  if (next.image === before.image) return before;
  before.release();
  return { ...next, timings };
}
