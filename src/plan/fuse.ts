import type { Pass } from '../core/pass.ts';
import type { Step } from './recipe.ts';

const POINT = 'entry/point';

/**
 * Stages that one pass carries at most: the shader grows with each, and drivers compile long ones
 * slowly.
 */
const MAX_STAGES = 32;

/**
 * Joins point passes with the pass before them, whatever that is. Each stage still rounds to its own
 * pixel type, in registers, so that the result is that of the separate passes, bit for bit.
 */
export function fusePasses(passes: readonly Pass[]): Pass[] {
  const fused: Pass[] = [];
  for (const pass of passes) {
    const last = fused.at(-1);
    if (last && pass.entry === POINT && last.stages.length + pass.stages.length <= MAX_STAGES) {
      fused[fused.length - 1] = { ...last, stages: [...last.stages, ...pass.stages], goal: pass.goal };
    } else {
      fused.push(pass);
    }
  }
  return fused;
}

/** Puts neighbouring point ops together, for backends that work step by step. */
export function groupSteps<Some extends Step>(steps: readonly Some[]): Some[][] {
  const groups: Some[][] = [];
  for (const step of steps) {
    const last = groups.at(-1);
    if (last?.[0]?.op.kind === 'point' && step.op.kind === 'point') last.push(step);
    else groups.push([step]);
  }
  return groups;
}
