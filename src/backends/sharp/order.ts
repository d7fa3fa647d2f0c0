/**
 * The fixed order in which one sharp pipeline runs its operations, whatever the order of the calls. Steps share a
 * pipeline only if the recipe has them in that order.
 */
import { hasAlpha, type Shape } from '../../core/image.ts';
import type { Header } from '../../formats/format.ts';
import type { Plan, PlannedStep } from '../../plan/plan.ts';
import { type Call, fileCallsOf } from './calls.ts';

/** Operations of sharp's pipeline in order, by the methods that enable them (src/pipeline.cc in sharp 0.35). */
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

/** Operations that sharp runs on premultiplied pixels, unlike the ops. */
const PREMULTIPLIED = new Set(['extend', 'median', 'threshold', 'convolve', 'recomb', 'modulate', 'sharpen']);

/** Operations that must not come after another one in the same pipeline. */
const NEVER_BEHIND: Readonly<Record<string, readonly string[]>> = {
  // sharpen passes on floats beyond black and white, where a step of its own would clamp.
  sharpen: ['linear', 'negate'],
};

/** Turns and mirrors. A file's EXIF orientation already uses them. */
const MOVES = new Set(['flip', 'flop', 'rotate']);

/** Consecutive steps of a plan, and the calls that do them in one pipeline. */
export interface Fused {
  /** Number of the first step, and of the step after the last one. */
  readonly from: number;
  readonly to: number;
  readonly calls: readonly Call[];
}

/**
 * The longest start of a plan that one pipeline can do in order. If it contains libvips' own resize, also the part
 * up to that resize.
 */
export function fuseAtStart({ steps }: Plan, { orientation, format, detail }: Header): Fused[] {
  let longest: Fused = { from: 0, to: 0, calls: [] };
  let resized: Fused | undefined;
  for (const step of steps) {
    const cut = cutsFirst(longest.calls);
    const ends = { turned: orientation >= 5 && !cut, loader: cut ? undefined : format, detail };
    const more = fileCallsOf(step, ends);
    const calls = more && [...longest.calls, ...more];
    if (!calls || !inOrder(calls, step, step.output, orientation)) break;
    longest = { from: 0, to: longest.to + 1, calls };
    if (step.op.sharpFile) resized ??= longest;
  }
  if (longest.to === 0) return [];
  return resized && resized.to < longest.to ? [resized, longest] : [longest];
}

/** The longest end of a plan that one pipeline can do in order. */
export function fuseAtEnd({ steps, output }: Plan): Fused {
  let calls: readonly Call[] = [];
  let from = steps.length;
  for (const step of steps.toReversed()) {
    const more = fileCallsOf(step, { turned: false });
    const all = more && [...more, ...calls];
    if (!all || !inOrder(all, step, output, 1)) break;
    calls = all;
    from--;
  }
  return { from, to: steps.length, calls };
}

/**
 * Whether to turn the file upright before the calls. It is turned after a resize, so that libvips can shrink on
 * load, unless the calls first extract a part of the upright picture.
 */
export function turnsFirst(calls: readonly Call[]): boolean {
  return cutsFirst(calls) || !calls.some(({ method }) => method === 'resize');
}

function cutsFirst(calls: readonly Call[]): boolean {
  return stagesOf(calls)[0] === 'extract before resize';
}

/** `made` is the pipeline's result. */
function inOrder(calls: readonly Call[], { input }: PlannedStep, made: Shape, orientation: number): boolean {
  const stages = stagesOf(calls);
  const ranks = stages.map((stage) => STAGES.indexOf(stage));
  if (ranks.some((rank, index) => rank < 0 || rank <= (ranks[index - 1] ?? -1))) return false;
  const has = (stage: string) => stages.includes(stage);
  if (Object.entries(NEVER_BEHIND).some(([stage, others]) => has(stage) && others.some(has))) return false;
  // After `greyscale`, raw output has one channel.
  if (has('greyscale') && made.channels !== 1) return false;
  if (hasAlpha(input.channels) && stages.some((stage) => PREMULTIPLIED.has(stage))) return false;
  // sharp turns before the first extract, but mirrors after it.
  if ((orientation === 2 || orientation === 4) && cutsFirst(calls)) return false;
  return orientation === 1 || !stages.some((stage) => MOVES.has(stage));
}

function stagesOf(calls: readonly Call[]): string[] {
  let behind = false;
  return calls.map(({ method }) => {
    const isBehind = behind;
    // A second extract runs after the resize, whether there is one or not.
    behind ||= method === 'resize' || method === 'extract';
    if (method !== 'extract') return method;
    return isBehind ? 'extract after resize' : 'extract before resize';
  });
}
