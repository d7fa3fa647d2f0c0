/** Makes the outputs of a job. Several outputs share the common steps, and outputs with equal steps share these too. */
import { giveBack, type HostCarrier, hostOf, type MadePicture } from '../backends/leg.ts';
import { pixelCount, shapeOf } from '../core/image.ts';
import { stepsText } from '../recipe/canonical.ts';
import { branchError } from './branch-error.ts';
import { FrameJourney } from './frame-journey.ts';
import type { Opened } from './inputs.ts';
import type { Done, Output } from './job.ts';
import { Journey, type Means } from './journey.ts';
import { makeOutput } from './one-output.ts';
import type { Goal, Leap, Task } from './task.ts';

/** A goal with its number among all outputs. */
interface NumberedGoal {
  readonly index: number;
  readonly goal: Goal;
}

/**
 * Makes the outputs one after another. The common steps of several outputs run once, and each output starts from their
 * picture in main memory. Outputs with the same steps, such as one width in two formats, run these once as well. The
 * error of one output ends the job and says which output it is.
 */
export async function makeOutputs({ opened, trunk, goals }: Task, means: Means): Promise<Done['outputs']> {
  const of = opened.frames?.count;
  if (!trunk) return [await makeOutput(opened, goals[0] as Goal, means, of)];
  const outputs: Output[] = [];
  const made: MadePicture[] = [];
  const carrier = await runSteps(opened, trunk, means);
  try {
    for (const group of groupGoals(goals)) {
      const shared = await shareSteps(carrier, group, { ...means, made });
      try {
        for (const { index, goal } of group) {
          means.context.run.signal.throwIfAborted();
          const rest = shared === carrier ? goal : { ...goal, steps: [] };
          const work = () => makeOutput(lend(shared, goal.count), rest, means, of);
          const made = await named({ index, goal }, work);
          outputs[index] = { ...made, ...(goal.name !== undefined && { name: goal.name }) };
        }
      } finally {
        if (shared !== carrier) giveBack(shared);
      }
    }
    return outputs as unknown as Done['outputs'];
  } finally {
    giveBack(carrier);
  }
}

/**
 * Goals with the same steps on the same frames, the largest result first, from which smaller ones may be made. Files have
 * their own groups: libvips may make their pictures.
 */
function groupGoals(goals: readonly Goal[]): readonly (readonly NumberedGoal[])[] {
  const groups = new Map<string, NumberedGoal[]>();
  for (const [index, goal] of goals.entries()) {
    const key = `${goal.output ? 'file' : 'picture'} ${goal.count} ${stepsText(goal.steps)}`;
    groups.set(key, [...(groups.get(key) ?? []), { index, goal }]);
  }
  const size = (group: readonly NumberedGoal[]) => pixelCount((group[0] as NumberedGoal).goal.plan.output);
  return [...groups.values()].sort((a, b) => size(b) - size(a));
}

/** The picture after the steps of the group. The trunk's own picture for a single goal, which runs them itself. */
async function shareSteps(
  trunk: HostCarrier,
  group: readonly NumberedGoal[],
  means: Means,
): Promise<HostCarrier> {
  const { index, goal } = group[0] as NumberedGoal;
  if (group.length === 1 || goal.steps.length === 0) return trunk;
  const toShare = { ...means, forFiles: goal.output !== undefined };
  return named({ index, goal }, () => runSteps(lend(trunk, goal.count), goal, toShare));
}

async function named<Result>({ index, goal }: NumberedGoal, work: () => Promise<Result>): Promise<Result> {
  return work().catch((error) => {
    throw branchError(error, index, goal.name ?? '');
  });
}

/** The picture after the steps, in main memory. */
async function runSteps(
  opened: Opened,
  { steps, count, timing }: Pick<Leap, 'steps' | 'count' | 'timing'>,
  means: Means,
): Promise<HostCarrier> {
  if (count > 1) {
    const frames = await new FrameJourney(means, timing).work(opened, steps);
    return { ...hostOf(frames[0]), picture: { frames } };
  }
  const isThere = opened.carrier.kind === 'host' && steps.length === 0;
  return (isThere ? opened.carrier : await new Journey(means).go(opened, steps)) as HostCarrier;
}

/** The first frames of the picture, which stay the trunk's. */
function lend({ picture }: HostCarrier, count: number): Opened {
  const frames = picture.frames.slice(0, count) as unknown as HostCarrier['picture']['frames'];
  return { carrier: { ...hostOf(frames[0]), picture: { frames } }, shape: shapeOf(frames[0]) };
}
