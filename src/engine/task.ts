/** Opens jobs: reads everything that can be known before decoding, and plans the work. */
import type { Coders } from '../coders/registry.ts';
import type { Costs } from '../core/costs.ts';
import type { Run } from '../core/run.ts';
import type { Output as Encoding, FormatName } from '../formats/format.ts';
import { castFor } from '../plan/casting.ts';
import type { Plan } from '../plan/plan.ts';
import { allSteps, type Branch, type Recipe, type Step } from '../recipe/recipe.ts';
import type { Recipes } from '../recipe/recipes.ts';
import { type Chosen, chooseFrames, forkFrames, type Timing } from './frames.ts';
import { type FurtherPictures, findFurther } from './further.ts';
import { type Opened, openSource } from './inputs.ts';
import type { Job } from './job.ts';
import { mayKeepFile } from './kept-file.ts';
import { type Kept, withKept } from './kept-metadata.ts';

/** Steps on a picture of one or several frames. */
export interface Leap {
  readonly steps: readonly Step[];
  readonly plan: Plan;
  /** Frames that are worked on. */
  readonly count: number;
  readonly timing: Timing;
}

/** The way to one output. */
export interface Goal extends Leap {
  /** Absent for a recipe of one output. */
  readonly name?: string;
  /** Steps behind these that make samples which the format can hold. */
  readonly casts: readonly Step[];
  /** The step at the end that says something of the picture. */
  readonly report: Step | undefined;
  readonly format: FormatName;
  /** Undefined when the picture itself is wanted. */
  readonly output: Encoding | undefined;
  /** The metadata for the file. Absent when none is wanted. */
  readonly kept?: Kept;
}

/** A job after its recipe and the header of its input were read. */
export interface Task {
  readonly opened: Opened;
  /** The common steps of several outputs. Absent for a recipe of one output. */
  readonly trunk?: Leap;
  /** The ways to the outputs: from the input, or from the picture that the trunk made. */
  readonly goals: readonly Goal[];
  /** Whether the input's file without its metadata is sent where it is smaller than the new one. */
  readonly keepsFile?: boolean;
  readonly further: FurtherPictures;
}

interface Parts {
  readonly recipes: Recipes;
  readonly coders: Coders;
  readonly costs: Costs;
}

/** Opens a job. Throws `NoirError` for one that would fail later, as far as that can be known. */
export async function openTask(job: Job, { recipes, coders, costs }: Parts, run: Run): Promise<Task> {
  const { limits } = recipes;
  const recipe = recipes.parseCanonical(job.recipe);
  const opened = await openSource(job.input, limits, recipe.input, run);
  run.signal.throwIfAborted();
  const tools = {
    ...{ files: job.files, coders, limits, run },
    // The other options are about the picture's own file.
    reading: { failOn: recipe.input.failOn },
    pointers: pointersOf(recipe),
  };
  const further = await findFurther(allSteps(recipe), tools);
  const accepted = job.accepted.filter((format) => coders.encodes(format));
  const wishes = { accepted, limits, costs, wants: job.wants };
  const { outputs } = recipe;
  const planned = outputs
    ? planFork(opened, { ...recipe, outputs, steps: further.steps }, wishes)
    : planOne(opened, { ...recipe, steps: further.steps }, wishes);
  const keeps = outputs?.map(({ output }) => output.keep) ?? [recipe.output.keep];
  return { ...withKept(planned, keeps, limits), further };
}

type Wishes = Pick<Job, 'accepted' | 'wants'> & Pick<Recipes, 'limits'> & Pick<Parts, 'costs'>;

function planOne(opened: Opened, recipe: Recipe, { wants, ...wishes }: Wishes): Omit<Task, 'further'> {
  const { steps, report } = splitReport(recipe.steps);
  const file = !report && wants === 'file';
  const { opened: chosen, ...goal } = chooseFrames(opened, { ...wishes, recipe, steps, file });
  const keepsFile = file && mayKeepFile({ opened: chosen, count: goal.count }, recipe, wishes.accepted);
  return { opened: chosen, goals: [goalOf(goal, { steps, report, file })], keepsFile };
}

/** `steps` are all steps of the recipe, those of its outputs too. */
function planFork(
  source: Opened,
  { input, outputs, steps }: Recipe & { readonly outputs: readonly Branch[] },
  { wants, ...wishes }: Wishes,
): Omit<Task, 'further'> {
  const own = outputs.reduce((sum, branch) => sum + branch.steps.length, 0);
  const common = steps.slice(0, steps.length - own);
  let at = common.length;
  const branches = outputs.map(({ name, output, steps: written }) => {
    const parts = splitReport(steps.slice(at, at + written.length));
    at += written.length;
    return { ...parts, name, output, file: !parts.report && wants === 'file' };
  });
  const fork = forkFrames(source, { ...wishes, reading: input, steps: common, branches });
  const { opened, plan, count, timing } = fork;
  const goals = fork.branches.map((chosen, index) => {
    const branch = branches[index] as (typeof branches)[0];
    return { ...goalOf(chosen, branch), name: branch.name };
  });
  return { opened, trunk: { steps: common, plan, count, timing }, goals };
}

function splitReport(steps: readonly Step[]): Pick<Goal, 'steps' | 'report'> {
  const last = steps.at(-1);
  return last?.op.report ? { steps: steps.slice(0, -1), report: last } : { steps, report: undefined };
}

function goalOf(
  { encoding, plan, count, timing }: Omit<Chosen, 'opened'>,
  { steps, report, file }: Pick<Goal, 'steps' | 'report'> & { readonly file: boolean },
): Goal {
  const output = file ? encoding : undefined;
  const casts = output ? castFor(output.format, plan.output.type) : [];
  return { plan, count, timing, steps, casts, report, format: encoding.format, output };
}

/** JSON pointers to all steps of a recipe, in their order. */
function pointersOf({ steps, outputs = [] }: Recipe): string[] {
  const below = (place: string, list: readonly Step[]) => list.map((_, index) => `${place}/steps/${index}`);
  return [...below('', steps), ...outputs.flatMap((branch, at) => below(`/outputs/${at}`, branch.steps))];
}
