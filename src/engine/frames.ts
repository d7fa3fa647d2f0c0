/** Chooses the frames or pages that a job works on, and the format that can hold them. */
import { type Fault, invalidParameters, NoirError } from '../core/errors.ts';
import { type FrameRange, hasAlpha, type Picture, type Shape } from '../core/image.ts';
import { checkFrames, type Limits } from '../core/limits.ts';
import type { Output as Encoding, FormatName, Frames } from '../formats/format.ts';
import { ALL_PAGES, type Reading } from '../formats/input.ts';
import { FORMATS } from '../formats/registry.ts';
import { makePlan, type Plan } from '../plan/plan.ts';
import { settleOutput } from '../recipe/output.ts';
import type { Recipe, Step } from '../recipe/recipe.ts';
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
}

/**
 * Chooses the frames that the recipe asks for. By default these are all frames if the output format can hold them,
 * else the first one. Throws `invalid-parameter` for frames that the file does not have.
 */
export function chooseFrames(opened: Opened, { recipe, accepted, steps, file, limits }: Wishes): Chosen {
  const range = rangeOf(opened.frames, recipe.input, file);
  const several = select(opened, range);
  const plan = makePlan(steps, several.shape, limits);
  const encoding = settleOutput(recipe.output, opened.format, {
    accepted,
    needs: { frames: range.count > 1, alpha: hasAlpha(plan.output.channels) },
  });
  if (range.count === 1 || FORMATS[encoding.format].animated) {
    checkAll(plan, range.count, limits);
    return { opened: several, plan, encoding, count: range.count, timing: timingOf(opened.frames, range) };
  }
  const single = select(opened, { ...range, count: 1 });
  return { opened: single, plan: makePlan(steps, single.shape, limits), encoding, count: 1, timing: {} };
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

/** The first frame alone is the picture that is shown without animation; a page alone has the header that was read. */
function select(opened: Opened, range: FrameRange): Opened {
  const alone = range.count === 1 && (range.first === 0 || opened.frames?.kind === 'pages');
  if (opened.carrier.kind === 'host' || alone) return opened;
  const channels = opened.frames?.channels ?? opened.shape.channels;
  return { ...opened, carrier: { ...opened.carrier, range }, shape: { ...opened.shape, channels } };
}

function timingOf(frames: Frames | undefined, { first, count }: FrameRange): Timing {
  if (!frames?.delays || count === 1) return {};
  return { delays: frames.delays.slice(first, first + count), loop: frames.loop ?? 0 };
}

function checkAll({ input, steps }: Plan, count: number, limits: Limits): void {
  const shapes: Shape[] = [input, ...steps.map(({ output }) => output)];
  for (const shape of shapes) checkFrames(shape, count, limits);
}
