/** The CPU's legs: steps between images in main memory. */
import type { LegSource } from '../leg.ts';
import { stepLegs } from '../step-legs.ts';
import type { CpuBackend } from './backend.ts';

export function cpuLegs(backend: CpuBackend): LegSource {
  return {
    name: backend.name,
    legs: (stretch, cuts) =>
      stepLegs(backend, stretch, cuts, { cost: (plan) => backend.expects(plan, stretch.costs) }),
  };
}
