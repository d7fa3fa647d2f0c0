/**
 * Fits a recipe to a preview: the picture is smaller there, and so is everything that is counted in pixels. A recipe that
 * takes long gets a smaller preview. The table of costs decides that, and never the load.
 */
import { encodingTime, estimateTime } from '../backends/estimate.ts';
import type { Costs } from '../core/costs.ts';
import { type Extent, pixelCount, type Shape } from '../core/image.ts';
import type { Channels } from '../core/pixel.ts';
import type { FormatName } from '../formats/format.ts';
import { makePlan, type Plan } from '../plan/plan.ts';
import type { FieldSchema } from '../recipe/field-schema.ts';
import { settleOutput } from '../recipe/output.ts';
import type { Recipe } from '../recipe/recipe.ts';
import type { Recipes } from '../recipe/recipes.ts';
import type { Values } from './page/draft.ts';
import { type Asked as AnyAsked, type Fitted, LEAST_ON_STAGE, LEAST_PREVIEW } from './page/preview.ts';

/**
 * Expected milliseconds of work for a preview. Asking for its size, sending and showing it take 20 to 40 more, measured in
 * Chromium beside the server on two busy cores, with 0.4 megapixels.
 */
const MOST_TIME = 65;

/** Nanoseconds to read or write a pixel of a PNG that is stored (measured: 9 to 19 for both). */
const CARRIED = 7.5;

/** Nanoseconds a pixel to find the levels of `stretch`, which the table does not have (measured). */
const FOUND = 130;

/** Pixels of one size of preview by those of the next larger one. */
const STEP = 0.85;

type Asked = AnyAsked & { readonly format: FormatName };
type Fields = Readonly<Record<string, FieldSchema>>;
type Step = Asked['recipe']['steps'][number];

/** What a preview is fitted with: the table of costs, and the fields of each op. */
export interface Place {
  readonly recipes: Recipes;
  readonly costs: Costs;
  /** Whether a GPU does the steps, for which a megapixel of anything is little. */
  readonly hasGpu: boolean;
  fieldsOf(op: string): Fields;
}

/**
 * The recipe for the largest preview that is expected in time, from the file of the largest one, of the extent
 * `asked.preview`. Throws `invalid-parameter` as the recipe itself does.
 */
export function fitPreview(wanted: Asked, place: Place): Fitted {
  const { preview } = wanted;
  const recipe = place.recipes.parse(wanted.recipe);
  const answers = recipe.steps.at(-1)?.op.report !== undefined;
  const asked = answers ? withoutLast(wanted) : wanted;
  const { steps, factor } = shrinkSteps(asked, preview, place);
  const plan = planOf(steps, asked, place);
  const time = timeOf(plan, place);
  const isWhole = preview.width === asked.picture.width && preview.height === asked.picture.height;
  if (isWhole && !answers && time + encoding(recipe, asked, place) <= MOST_TIME) {
    return { steps, factor, start: preview, isWhole };
  }
  if (time <= MOST_TIME) return { steps, factor, start: preview, isWhole: false };
  const at = (size: number) => {
    const share = Math.sqrt(STEP ** size);
    const side = (length: number) => Math.max(1, Math.round(length * share));
    const extent = { width: side(preview.width), height: side(preview.height) };
    const smaller = shrinkSteps(asked, extent, place);
    return { ...smaller, start: extent, steps: [{ op: 'resize', ...extent, fit: 'fill' }, ...smaller.steps] };
  };
  const isQuick = (size: number) => {
    const smaller = at(size);
    return timeOf(planOf(smaller.steps, asked, place), place) <= MOST_TIME;
  };
  // A recipe that enlarges shows no less for beginning with less.
  const enlarged = Math.max(1, pixelCount(plan.output) / pixelCount(preview));
  const size = largestQuick(pixelCount(preview), LEAST_PREVIEW / enlarged, isQuick);
  return { ...(size === 0 ? { steps, factor, start: preview } : at(size)), isWhole: false };
}

/** The recipe without its last step, which answers JSON: the preview is the picture that it tells of. */
function withoutLast({ recipe, ...rest }: Asked): Asked {
  return { ...rest, recipe: { ...recipe, steps: recipe.steps.slice(0, -1) } };
}

/** The largest preview that is quick, as the number of times that it is smaller by `STEP`; the least one if none is. */
function largestQuick(pixels: number, least: number, isQuick: (size: number) => boolean): number {
  let [slow, quick] = [0, Math.max(0, Math.floor(Math.log(least / pixels) / Math.log(STEP)))];
  while (quick - slow > 1) {
    const middle = (slow + quick) >> 1;
    if (isQuick(middle)) quick = middle;
    else slow = middle;
  }
  return quick;
}

/** The plan of steps for the preview's file, without those that need further pictures. */
function planOf(steps: readonly Step[], { preview, ...kind }: Asked, { recipes }: Place): Plan {
  const known = recipes.parse({ steps }).steps.filter(({ op }) => !op.sources);
  return makePlan(known, shapeOf(kind, preview), recipes.limits);
}

/** Expected milliseconds for a plan. Infinite for a result with more pixels than the stage, as far as that is known. */
function timeOf(plan: Plan, { costs, hasGpu }: Place): number {
  const [before, after] = [pixelCount(plan.input), pixelCount(plan.output)];
  if (after > Math.max(LEAST_ON_STAGE, before)) return Number.POSITIVE_INFINITY;
  const carried = (CARRIED * (before + after)) / 1e6;
  if (hasGpu) return carried;
  const found = plan.steps
    .filter(({ op, params }) => op.kind === 'point' && op.settle?.(params))
    .reduce((sum, { input }) => sum + (FOUND * pixelCount(input)) / 1e6, 0);
  return carried + found + estimateTime({ plan }, costs);
}

function shapeOf({ channels, type }: Pick<Asked, 'channels' | 'type'>, { width, height }: Extent): Shape {
  return { width, height, channels: Math.min(4, channels) as Channels, type };
}

/** Expected milliseconds of encoding the result itself, as large as the picture: most results are no larger. */
function encoding({ output }: Recipe, asked: Asked, { costs }: Place): number {
  return encodingTime(settleOutput(output, asked.format), shapeOf(asked, asked.picture), costs);
}

/** The steps for a smaller picture, and what the sides of their result are multiplied by. */
function shrinkSteps({ recipe: { steps }, picture }: Asked, extent: Extent, place: Place) {
  const factor = makesSmall(steps, extent) ? 1 : extent.width / picture.width;
  if (factor === 1) return { steps, factor };
  return { steps: steps.map((step) => shrinkStep(step, factor, place)), factor };
}

/** Whether the first step resizes to what the preview can give, so that nothing needs to be smaller than it is. */
function makesSmall([first]: readonly Step[], preview: Extent): boolean {
  if (first?.op !== 'resize') return false;
  const fits = (side: 'width' | 'height') => {
    const length = first[side];
    return length === undefined || (typeof length === 'number' && length <= preview[side]);
  };
  return (first.width !== undefined || first.height !== undefined) && fits('width') && fits('height');
}

/** A step with smaller pixels, as far as the op allows it: windows may have to be odd, and a mask has the size it has. */
function shrinkStep(step: Step, factor: number, place: Place): Step {
  const fields = place.fieldsOf(step.op);
  const odd = (length: number) => 2 * Math.round((length - 1) / 2) + 1;
  const tried = [Math.round, odd].map((round) => ({ ...step, ...shrink(fields, step, factor, round) }));
  const taken = [...tried, step].find((smaller) => isTaken(smaller, place));
  return taken ?? (tried[0] as Step);
}

/** A picture that most steps can be taken on. */
const LARGE: Shape = { width: 16_384, height: 16_384, channels: 3, type: 'u8' };

/** Whether an op takes the parameters. */
function isTaken(step: Step, { recipes }: Place): boolean {
  try {
    for (const { op, params } of recipes.parse({ steps: [step] }).steps) {
      if (!op.sources) op.geometry(LARGE, params, []);
    }
    return true;
  } catch {
    return false;
  }
}

function shrink(
  fields: Fields,
  step: Values,
  factor: number,
  round: (length: number) => number = Math.round,
): Values {
  const smaller = Object.entries(fields).flatMap(([name, field]) => {
    const value = step[name] ?? field.default;
    if (field.unit !== 'pixels' || typeof value !== 'number' || value === 0) return [];
    const number = field.anyOf?.find(({ type }) => type === 'integer' || type === 'number') ?? field;
    const length = number.type === 'integer' ? round(value * factor) : value * factor;
    return [[name, Math.max(number.minimum ?? Number.NEGATIVE_INFINITY, length)]];
  });
  return Object.fromEntries(smaller);
}
