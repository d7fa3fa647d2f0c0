/**
 * The order in which one sharp pipeline works, whatever the order of the calls. Steps share a pipeline only when they
 * are written in that order.
 */
import { hasAlpha, type Shape } from '../../core/image.ts';
import type { Header } from '../../formats/format.ts';
import type { PipelineEnds } from '../../ops/op.ts';
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

/** Stages that must not follow another one, at once or later. */
const NEVER_BEHIND: Readonly<Record<string, readonly string[]>> = {
  // It hands on floats that go beyond black and white, where its own step would end at them.
  sharpen: ['linear', 'negate'],
};

/** Turns and mirrors; a file's own orientation uses them up. */
const MOVES = new Set(['flip', 'flop', 'rotate']);

/** Consecutive steps of a plan with the calls that do them in one pipeline. */
export interface Fused {
  /** Number of the first step, and of the first one that is not among them any more. */
  readonly from: number;
  readonly to: number;
  readonly calls: readonly Call[];
}

/**
 * The steps from the start of a plan that one pipeline does in the order written: as many as it can, and before them,
 * if a step among them is libvips' own resize, those up to it.
 */
export function fuseAtStart({ steps }: Plan, { orientation, format, detail }: Header): Fused[] {
  let longest: Fused = { from: 0, to: 0, calls: [] };
  let resized: Fused | undefined;
  for (const step of steps) {
    const cut = cutsFirst(longest.calls);
    const ends = { turned: orientation >= 5 && !cut, loader: cut ? undefined : format, detail };
    const more = callsFor(step, ends);
    const calls = more && [...longest.calls, ...more];
    if (!calls || !inOrder(calls, step, step.output, orientation)) break;
    longest = { from: 0, to: longest.to + 1, calls };
    if (step.op.sharpFile) resized ??= longest;
  }
  if (longest.to === 0) return [];
  return resized && resized.to < longest.to ? [resized, longest] : [longest];
}

/** The most steps at the end of a plan that one pipeline does in the order written. */
export function fuseAtEnd({ steps, output }: Plan): Fused {
  let calls: readonly Call[] = [];
  let from = steps.length;
  for (const step of steps.toReversed()) {
    const more = callsFor(step, { turned: false });
    const all = more && [...more, ...calls];
    if (!all || !inOrder(all, step, output, 1)) break;
    calls = all;
    from--;
  }
  return { from, to: steps.length, calls };
}

function callsFor(step: PlannedStep, ends: PipelineEnds): readonly Call[] | undefined {
  // Pictures stand upright before the first step.
  return step.op.name === 'autoOrient' ? [] : fileCallsOf(step, ends);
}

/**
 * Whether a file is turned upright before the calls. It is turned behind a resize, so that libvips may shrink while it
 * decodes, unless a part of the upright picture is cut out first.
 */
export function turnsFirst(calls: readonly Call[]): boolean {
  return cutsFirst(calls) || !calls.some(({ method }) => method === 'resize');
}

function cutsFirst(calls: readonly Call[]): boolean {
  return stagesOf(calls)[0] === 'extract before resize';
}

/** `made` is the picture that the pipeline ends with. */
function inOrder(calls: readonly Call[], { input }: PlannedStep, made: Shape, orientation: number): boolean {
  const stages = stagesOf(calls);
  const ranks = stages.map((stage) => STAGES.indexOf(stage));
  if (ranks.some((rank, index) => rank < 0 || rank <= (ranks[index - 1] ?? -1))) return false;
  const has = (stage: string) => stages.includes(stage);
  if (Object.entries(NEVER_BEHIND).some(([stage, others]) => has(stage) && others.some(has))) return false;
  // Raw pictures of a pipeline that was once made gray have one channel.
  if (has('greyscale') && made.channels !== 1) return false;
  if (hasAlpha(input.channels) && stages.some((stage) => PREMULTIPLIED.has(stage))) return false;
  // sharp turns before it cuts a part out first, but does not mirror before.
  if ((orientation === 2 || orientation === 4) && cutsFirst(calls)) return false;
  return orientation === 1 || !stages.some((stage) => MOVES.has(stage));
}

function stagesOf(calls: readonly Call[]): string[] {
  let behind = false;
  return calls.map(({ method }) => {
    const isBehind = behind;
    // A second part is cut out behind the place of a resize, whether there is one or not.
    behind ||= method === 'resize' || method === 'extract';
    if (method !== 'extract') return method;
    return isBehind ? 'extract after resize' : 'extract before resize';
  });
}
