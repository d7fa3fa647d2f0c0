/** Chooses the frames or pages that a job works on, and the format that can hold them. */
import { encodingTime } from '../backends/estimate.ts';
import type { Costs } from '../core/costs.ts';
import { type Fault, invalidParameters, NoirError } from '../core/errors.ts';
import { type FrameRange, type Picture, pixelCount, type Shape } from '../core/image.ts';
import { checkFrames, type Limits } from '../core/limits.ts';
import type { Output as Encoding, FormatName, Frames } from '../formats/format.ts';
import { ALL_PAGES, type Reading } from '../formats/input.ts';
import { FORMATS } from '../formats/registry.ts';
import { makePlan, type Plan } from '../plan/plan.ts';
import { needsOf, settleOutput } from '../recipe/output.ts';
import type { Recipe, Step } from '../recipe/recipe.ts';
import { branchError } from './branch-error.ts';
import type { Opened } from './inputs.ts';

/** When frames are shown; empty for pages and stills. */
export type Timing = Pick<Picture, 'delays' | 'loop'>;

/** A job's input once its frames are chosen. */
export interface Chosen {
  readonly opened: Opened;
  readonly plan: Plan;
  readonly encoding: Encoding;
  /** Frames that are worked on. */
  readonly count: number;
  readonly timing: Timing;
}

interface Wishes {
  readonly recipe: Pick<Recipe, 'input' | 'output'>;
  readonly accepted: readonly FormatName[];
  readonly steps: readonly Step[];
  /** Whether the answer is a file, which may hold several frames. */
  readonly file: boolean;
  readonly limits: Limits;
  readonly costs: Costs;
}

/**
 * Chooses the frames that the recipe asks for. By default these are all frames if the output format can hold them,
 * else the first one. Throws `invalid-parameter` for frames that the file does not have.
 */
export function chooseFrames(opened: Opened, wishes: Wishes): Chosen {
  const { recipe, accepted, steps, file, limits, costs } = wishes;
  const range = rangeOf(opened.frames, recipe.input, file);
  const several = select(opened, range);
  const plan = makePlan(steps, several.shape, limits);
  const encoding = settleOutput(recipe.output, opened.format, {
    accepted,
    needs: needsOf(plan.output, range.count, hasFewColors(several), changedFile(several, plan)),
    timeOf: (output) => encodingTime(output, plan.output, costs),
  });
  if (range.count === 1 || FORMATS[encoding.format].animated) {
    checkAll(plan, range.count, limits);
    return { opened: several, plan, encoding, count: range.count, timing: timingOf(opened.frames, range) };
  }
  const single = select(opened, { ...range, count: 1 });
  return { opened: single, plan: makePlan(steps, single.shape, limits), encoding, count: 1, timing: {} };
}

/** One of several outputs, as it is wished. */
interface BranchWish extends Pick<Wishes, 'steps' | 'file'> {
  readonly name: string;
  readonly output: Recipe['output'];
}

interface ForkWishes extends Pick<Wishes, 'accepted' | 'steps' | 'limits' | 'costs'> {
  readonly reading: Reading;
  readonly branches: readonly BranchWish[];
}

/** A job's input with the frames and plans of several outputs. */
export interface Fork {
  readonly opened: Opened;
  readonly plan: Plan;
  /** Frames that the common steps work on. */
  readonly count: number;
  readonly timing: Timing;
  readonly branches: readonly Pick<Chosen, 'plan' | 'encoding' | 'count' | 'timing'>[];
}

/**
 * Chooses the frames for several outputs. The common steps work on all frames if one of the outputs can hold them. An
 * output that cannot takes the first of these. Throws as `chooseFrames` does, and `pixel-limit` when the outputs are too
 * large together.
 */
export function forkFrames(opened: Opened, wishes: ForkWishes): Fork {
  const { reading, branches, accepted, limits, costs } = wishes;
  const range = rangeOf(
    opened.frames,
    reading,
    branches.some(({ file }) => file),
  );
  const several = select(opened, range);
  const first = planFork(several, wishes);
  const sharing = countAuto(branches);
  const settled = first.plans.map((plan, index) => {
    const { output, file } = branches[index] as BranchWish;
    const needs = needsOf(plan.output, file ? range.count : 1, hasFewColors(several));
    const timeOf = (encoding: Encoding) => sharing * encodingTime(encoding, plan.output, costs);
    const encoding = settleOutput(output, opened.format, { accepted, needs, timeOf });
    return { plan, encoding, count: file && FORMATS[encoding.format].animated ? range.count : 1 };
  });
  const count = Math.max(...settled.map((branch) => branch.count));
  const start = count === range.count ? several : select(opened, { ...range, count });
  const { plan, plans } = start === several ? first : planFork(start, wishes);
  checkAll(plan, count, limits);
  const planned = settled.map((branch, index) => ({
    ...branch,
    plan: plans[index] as Plan,
    timing: branch.count > 1 ? timingOf(opened.frames, range) : {},
  }));
  for (const branch of planned) checkAll(branch.plan, branch.count, limits);
  checkTogether(planned, limits);
  return {
    opened: start,
    plan,
    count,
    timing: count > 1 ? timingOf(opened.frames, range) : {},
    branches: planned,
  };
}

/** Outputs whose format is chosen here. They are encoded one after another, and share the time for that. */
export function countAuto(branches: readonly Pick<BranchWish, 'output'>[]): number {
  return branches.filter(({ output }) => output.format === 'auto').length;
}

function planFork({ shape }: Opened, { steps, branches, limits }: ForkWishes) {
  const plan = makePlan(steps, shape, limits);
  const plans = branches.map((branch, index) => {
    try {
      return makePlan(branch.steps, plan.output, limits);
    } catch (error) {
      throw branchError(error, index, branch.name);
    }
  });
  return { plan, plans };
}

/** Every encoded output is held until the last one is there. */
function checkTogether(branches: readonly Pick<Chosen, 'plan' | 'count'>[], limits: Limits): void {
  const actual = branches.reduce((sum, { plan, count }) => sum + count * pixelCount(plan.output), 0);
  const limit = limits.framePixels;
  if (actual <= limit) return;
  const message = `${branches.length} outputs of ${actual} pixels are over ${limit} pixels together`;
  throw new NoirError('pixel-limit', message, { limit, actual });
}

function rangeOf(frames: Frames | undefined, { page: first = 0, pages }: Reading, file: boolean): FrameRange {
  const total = frames?.count ?? 1;
  const faults: Fault[] = [];
  const has = total === 1 ? 'there is only one' : `there are ${total}`;
  if (first >= total) faults.push({ pointer: '/input/page', reason: `${has}, received ${first}` });
  else if (pages !== undefined && pages !== ALL_PAGES && first + pages > total) {
    faults.push({ pointer: '/input/pages', reason: `${has}, received ${pages} from page ${first} on` });
  }
  if (faults.length > 0) throw invalidParameters(faults);
  const all = total - first;
  const { apart } = frames ?? {};
  if (apart && !apart.each && first > 0) throw new NoirError('corrupt-image', apart.reason);
  const count = pages === ALL_PAGES ? all : (pages ?? (apart ? 1 : all));
  if (apart && count > 1) throw new NoirError(apart.each ? 'cannot-process' : 'corrupt-image', apart.reason);
  return { first, count: file ? count : 1 };
}

/**
 * The first frame of several is the picture that is shown without animation; a page alone has the header that was read.
 */
function select(opened: Opened, range: FrameRange): Opened {
  const { kind, count, apart } = opened.frames ?? {};
  const isStill = kind !== 'animation' || (range.first === 0 && (count !== 1 || apart !== undefined));
  const alone = range.count === 1 && isStill;
  if (opened.carrier.kind === 'host' || alone) return opened;
  const channels = opened.frames?.channels ?? opened.shape.channels;
  return { ...opened, carrier: { ...opened.carrier, range }, shape: { ...opened.shape, channels } };
}

function timingOf(frames: Frames | undefined, { first, count }: FrameRange): Timing {
  if (!frames?.delays || count === 1) return {};
  return { delays: frames.delays.slice(first, first + count), loop: frames.loop ?? 0 };
}

function hasFewColors({ carrier }: Opened): boolean {
  return carrier.kind === 'source' && carrier.header.fewColors === true;
}

/** Bytes of a file of few colours, if steps make something else of it that has no more pixels and need not be exact. */
function changedFile({ carrier }: Opened, { steps, output }: Plan): number | undefined {
  if (carrier.kind !== 'source' || !carrier.header.fewColors || steps.length === 0) return undefined;
  if (!steps.every(({ op, input, params }) => op.looksAlike?.(input, params))) return undefined;
  return pixelCount(output) <= pixelCount(carrier.header) ? carrier.bytes.byteLength : undefined;
}

function checkAll({ input, steps }: Plan, count: number, limits: Limits): void {
  const shapes: Shape[] = [input, ...steps.map(({ output }) => output)];
  for (const shape of shapes) checkFrames(shape, count, limits);
}
