/** Makes the outputs of a job: files, samples, or reports on the picture. Several of them share the common steps. */
import { type Carrier, frameOf, giveBack, type HostCarrier, hostOf } from '../backends/leg.ts';
import { type Image, shapeOf } from '../core/image.ts';
import type { Run } from '../core/run.ts';
import { inTurns } from '../core/turns.ts';
import type { FormatName } from '../formats/format.ts';
import type { Step } from '../recipe/recipe.ts';
import { branchError } from './branch-error.ts';
import { FrameJourney } from './frame-journey.ts';
import type { Opened } from './inputs.ts';
import type { Done, Output } from './job.ts';
import { Journey, type Means } from './journey.ts';
import type { Goal, Task } from './task.ts';

/**
 * Makes the outputs one after another. The common steps of several outputs run once, and each output starts from their
 * picture in main memory. The error of one output ends the job and says which output it is.
 */
export async function makeOutputs(task: Task, means: Means): Promise<Done['outputs']> {
  const { opened, trunk, goals } = task;
  const of = opened.frames?.count;
  if (!trunk) return [await makeOutput(opened, goals[0] as Goal, means, of)];
  const carrier = await growTrunk(opened, trunk, means);
  try {
    const outputs: Output[] = [];
    for (const [index, goal] of goals.entries()) {
      means.context.run.signal.throwIfAborted();
      const made = await makeOutput(lend(carrier, goal.count), goal, means, of).catch((error) => {
        throw branchError(error, index, goal.name ?? '');
      });
      outputs.push({ ...made, ...(goal.name !== undefined && { name: goal.name }) });
    }
    return outputs as unknown as Done['outputs'];
  } finally {
    giveBack(carrier);
  }
}

/** The picture after the common steps, in main memory. */
async function growTrunk(
  opened: Opened,
  { steps, count, timing }: NonNullable<Task['trunk']>,
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

/** `of` is the number of frames of an input that has several. */
async function makeOutput(from: Opened, goal: Goal, means: Means, of?: number): Promise<Output> {
  const { steps, report, format, count, timing, output } = goal;
  const { run, spent } = means.context;
  const toGoal = { ...means, output };
  const journey = count > 1 ? new FrameJourney(toGoal, timing) : new Journey(toGoal);
  const carrier = await journey.go(from, steps);
  try {
    const made = report
      ? await timed(spent, 'report', () => reportOn(report, frameOf(carrier as HostCarrier), run))
      : outputOf(carrier, format);
    return of === undefined ? made : { ...made, frames: { sent: count, of } };
  } finally {
    giveBack(carrier);
  }
}

async function timed<Result>(
  spent: Means['context']['spent'],
  part: string,
  work: () => Promise<Result>,
): Promise<Result> {
  const begun = performance.now();
  const result = await work();
  spent(part, performance.now() - begun);
  return result;
}

/** The carrier as an output that belongs to the caller. */
function outputOf(carrier: Carrier, format: FormatName): Output {
  if (carrier.kind === 'file') {
    return { kind: 'file', format, data: carrier.bytes, shape: shapeOf(carrier.shape) };
  }
  if (carrier.kind !== 'host') throw new Error(`a way ended in ${carrier.kind}`);
  const image = frameOf(carrier);
  // The picture may be lent, or be the caller's own.
  return { kind: 'samples', shape: shapeOf(image), space: image.space, data: image.data.slice() };
}

/** Returns the step's report on the picture, as JSON. */
async function reportOn({ op, params }: Step, image: Image, run: Run): Promise<Output> {
  const said = await inTurns(op.report?.(image, params), run);
  const data = new TextEncoder().encode(`${JSON.stringify(said)}\n`);
  return { kind: 'report', data, shape: shapeOf(image) };
}
