/**
 * The order in which one sharp pipeline works, whatever the order of the calls. Steps share a pipeline only when they
 * are written in that order.
 */
import { hasAlpha } from '../../core/image.ts';
import type { Plan, PlannedStep } from '../../plan/plan.ts';
import { type Call, fileCallsOf } from './calls.ts';

/** Stages of sharp's pipeline, first to last, by the methods that switch them on (src/pipeline.cc in sharp 0.35). */
const STAGES: readonly string[] = [
  'extract before resize',
  'flatten',
  'greyscale',
  'resize',
  'flip',
  'flop',
  'rotate',
  'extract after resize',
  'extend',
  'median',
  'threshold',
  'convolve',
  'recomb',
  'modulate',
  'sharpen',
  'linear',
  'removeAlpha',
  'ensureAlpha',
  'negate',
];

/** Stages on pixels that are multiplied by their alpha, which is not what the ops mean. */
const PREMULTIPLIED = new Set(['extend', 'median', 'threshold', 'convolve', 'recomb', 'modulate', 'sharpen']);

/** Turns and mirrors; a file's own orientation uses them up. */
const MOVES = new Set(['flip', 'flop', 'rotate']);

/** Consecutive steps of a plan with the calls that do them in one pipeline. */
export interface Fused {
  /** Number of the first step, and of the first one that is not among them any more. */
  readonly from: number;
  readonly to: number;
  readonly calls: readonly Call[];
}

/** The most steps from the start of a plan, up to number `most`, that one pipeline does in the order written. */
export function fuseAtStart({ steps }: Plan, orientation: number, most = steps.length): Fused {
  let calls: readonly Call[] = [];
  let to = 0;
  for (const step of steps.slice(0, most)) {
    const more = callsFor(step, orientation);
    if (!more || !inOrder([...calls, ...more], step, orientation)) break;
    calls = [...calls, ...more];
    to++;
  }
  return { from: 0, to, calls };
}

/** The most steps at the end of a plan that one pipeline does in the order written. */
export function fuseAtEnd({ steps }: Plan): Fused {
  let calls: readonly Call[] = [];
  let from = steps.length;
  for (const step of steps.toReversed()) {
    const more = callsFor(step, 1);
    if (!more || !inOrder([...more, ...calls], step, 1)) break;
    calls = [...more, ...calls];
    from--;
  }
  return { from, to: steps.length, calls };
}

function callsFor(step: PlannedStep, orientation: number): readonly Call[] | undefined {
  // Pictures from a file stand upright before the first step.
  if (step.op.name === 'autoOrient') return [];
  return fileCallsOf(step, orientation >= 5);
}

function inOrder(calls: readonly Call[], { input }: PlannedStep, orientation: number): boolean {
  const stages = stagesOf(calls);
  const ranks = stages.map((stage) => STAGES.indexOf(stage));
  if (ranks.some((rank, index) => rank < 0 || rank <= (ranks[index - 1] ?? -1))) return false;
  if (hasAlpha(input.channels) && stages.some((stage) => PREMULTIPLIED.has(stage))) return false;
  if (orientation === 1) return true;
  // A part that is cut out first would be cut out of the picture as it is stored.
  return !stages.some((stage) => MOVES.has(stage) || stage === 'extract before resize');
}

function stagesOf(calls: readonly Call[]): string[] {
  let resized = false;
  return calls.map(({ method }) => {
    resized ||= method === 'resize';
    if (method !== 'extract') return method;
    return resized ? 'extract after resize' : 'extract before resize';
  });
}
