/** Expected times of steps on the CPU, from the table of costs. */
import type { Costs, Features } from '../../core/costs.ts';
import { pixelCount, sampleCount } from '../../core/image.ts';
import { WHITE } from '../../core/pixel.ts';
import { isPointOp } from '../../ops/lib/point.ts';
import { featuresOf } from '../../plan/features.ts';
import type { PlannedStep } from '../../plan/plan.ts';
import { tablesPay } from './point-chain.ts';

const WHO = 'cpu';

/**
 * What a step's time on the CPU depends on. A curve, that is an op that changes each channel by itself, counts how
 * often it is evaluated: for each pixel, or for each level if a table is made.
 */
export function cpuFeatures(step: PlannedStep): Features {
  const features = featuresOf(step);
  return isCurve(step) ? { ...features, taps: evaluations(step) } : features;
}

/** Expected milliseconds of neighbouring point ops, or of one other op. */
export function groupTime(group: readonly PlannedStep[], costs: Costs): number {
  return curvesApart(group).reduce((sum, run) => sum + runTime(run, costs), 0);
}

/** Groups neighbours that share one table; other steps stay alone. */
function curvesApart(group: readonly PlannedStep[]): PlannedStep[][] {
  const runs: PlannedStep[][] = [];
  for (const step of group) {
    const last = runs.at(-1);
    if (last?.every(isTabled) && isTabled(step)) last.push(step);
    else runs.push([step]);
  }
  return runs;
}

/** Curves that share a table are each evaluated for every level, and looked up once. */
function runTime(run: readonly PlannedStep[], costs: Costs): number {
  const all = run.map(cpuFeatures);
  if (all.length === 1) return costs.time(WHO, all[0] as Features);
  const timeOf = (features: Features, amounts: Partial<Features>) =>
    costs.time(WHO, { ...features, ...amounts });
  const tables = all.map((features) => timeOf(features, { pixels: 0 }));
  const lookUps = all.map(
    (features) => timeOf(features, { taps: 0 }) - timeOf(features, { pixels: 0, taps: 0 }),
  );
  return tables.reduce((sum, time) => sum + time, Math.max(...lookUps));
}

function isCurve({ op, input, output }: PlannedStep): boolean {
  const alike = input.channels === output.channels && input.type === output.type;
  return isPointOp(op) && op.channelwise && alike;
}

function isTabled(step: PlannedStep): boolean {
  return isCurve(step) && tablesPay(step.input.type, sampleCount(step.input));
}

function evaluations(step: PlannedStep): number {
  return isTabled(step) ? WHITE[step.input.type] + 1 : pixelCount(step.input);
}
