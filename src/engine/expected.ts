import type { Backend, BackendName } from '../backends/backend.ts';
import { byteCount } from '../core/image.ts';
import type { Plan } from '../plan/plan.ts';
import { SHIPPED_COSTS } from './costs/shipped.ts';

/** Milliseconds for a plan of hardly any pixel: for a GPU, waking it and hearing back from it. */
export const FIXED: Readonly<Record<BackendName, number>> = { gpu: 0.5, cpu: 0.02, sharp: 0.2 };

/** Bytes in a millisecond over the bus and in a GPU's own memory, which most of them surpass. */
const BUS = 6e6;
const MEMORY = 5e7;

/** Milliseconds that a backend is expected to take before any run of it is known. */
export function expectTime(plan: Plan, backend: Backend): number {
  return FIXED[backend.name] + (backend.expects?.(plan, SHIPPED_COSTS) ?? movingTime(plan));
}

/** The way to a GPU and back, and what its passes read and write. */
function movingTime({ input, output, steps, passes }: Plan): number {
  const others = steps.flatMap((step) => step.others).reduce((sum, other) => sum + byteCount(other), 0);
  const inPasses = passes.reduce((sum, { source, goal }) => sum + byteCount(source) + byteCount(goal), 0);
  return (byteCount(input) + byteCount(output) + others) / BUS + inPasses / MEMORY;
}
