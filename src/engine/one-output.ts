/** Makes one output of a picture: a file, samples, or a report on the picture. */
import { type Carrier, frameOf, giveBack, type HostCarrier } from '../backends/leg.ts';
import { type Image, shapeOf } from '../core/image.ts';
import type { Run } from '../core/run.ts';
import { inTurns } from '../core/turns.ts';
import type { FormatName, HeldBack } from '../formats/format.ts';
import type { Step } from '../recipe/recipe.ts';
import { FrameJourney } from './frame-journey.ts';
import type { Opened } from './inputs.ts';
import type { Output } from './job.ts';
import { Journey, type Means } from './journey.ts';
import { withMetadata } from './kept-metadata.ts';
import type { Goal } from './task.ts';

/** Takes the picture through the goal's steps to its end. `of` is the number of frames of an input that has several. */
export async function makeOutput(from: Opened, goal: Goal, means: Means, of?: number): Promise<Output> {
  const { steps, casts, report, format, count, timing, output } = goal;
  const { run, spent } = means.context;
  const toGoal = { ...means, output };
  const journey = count > 1 ? new FrameJourney(toGoal, timing) : new Journey(toGoal);
  const carrier = await journey.go(from, [...steps, ...casts]);
  try {
    const made = report
      ? await timed(spent, 'report', () => reportOn(report, frameOf(carrier as HostCarrier), run))
      : outputOf(carrier, format, output?.heldBack);
    const full = withMetadata(made, goal.kept, means.limits);
    return of === undefined ? full : { ...full, frames: { sent: count, of } };
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
function outputOf(carrier: Carrier, format: FormatName, heldBack: HeldBack | undefined): Output {
  if (carrier.kind === 'file') {
    const file = { kind: 'file', format, data: carrier.bytes, shape: shapeOf(carrier.shape) } as const;
    return { ...file, ...(heldBack && { heldBack }) };
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
