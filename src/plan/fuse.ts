/** Fusion: joins neighbouring passes or steps that can run together. */
import { type Pass, POINT_ENTRY } from '../core/pass.ts';
import { joinRemaps } from '../ops/lib/remap.ts';
import type { Step } from '../recipe/recipe.ts';

/** Most stages in a pass. Shaders grow with each stage, and drivers compile long ones slowly. */
const MAX_STAGES = 32;

/**
 * Joins point passes with any pass before them, and passes that move pixels with the point passes and moves before
 * them. Every stage still rounds to its own pixel type, in registers, so the result equals that of separate passes
 * bit for bit.
 */
export function fusePasses<Some extends Pass>(passes: readonly Some[]): Some[] {
  const fused: Some[] = [];
  for (const pass of passes) {
    const last = fused.at(-1);
    const joined = last && joinPasses(last, pass);
    if (joined) fused[fused.length - 1] = { ...last, ...joined };
    else fused.push(pass);
  }
  return fused;
}

/** One pass that does both, or undefined. */
function joinPasses(first: Pass, second: Pass): Pass | undefined {
  const stages = [...first.stages, ...second.stages];
  if (stages.length > MAX_STAGES || first.keeps || second.ledger || second.other) return undefined;
  return second.entry === POINT_ENTRY ? { ...first, stages, goal: second.goal } : joinRemaps(first, second);
}

/** Groups neighbouring point ops, for backends that work step by step. */
export function groupSteps<Some extends Step>(steps: readonly Some[]): Some[][] {
  const groups: Some[][] = [];
  for (const step of steps) {
    const last = groups.at(-1);
    if (last?.[0]?.op.kind === 'point' && step.op.kind === 'point') last.push(step);
    else groups.push([step]);
  }
  return groups;
}
