// The steps of a plan as one piece of work: each group from one picture into the next.
import { type Image, pixelCount, type Shape, sampleCount } from '../../core/image.ts';
import { viewSamples } from '../../core/pixel.ts';
import { type Work, workOf } from '../../core/turns.ts';
import { type Plan, type PlannedStep, picturesOf } from '../../plan/plan.ts';
import type { HostMemory } from '../host-memory.ts';
import { prepareSteps } from './point-steps.ts';

type Group = Plan['groups'][number];

/**
 * Pixels times ops of a range that point ops work: some milliseconds where they are fast. Blocks of floats begin with
 * a range, and where one begins decides which of its pixels are left to 64 bits: this is a part of the result.
 */
const WORK_IN_RANGE = 2 ** 19;

export function lastOf(group: Group): PlannedStep {
  return group.at(-1) as PlannedStep;
}

/** Runs groups of steps from a picture into two memories by turns. The result lies in one of them. */
export function* runGroups(
  groups: Plan['groups'],
  image: Image,
  memories: readonly HostMemory[],
): Work<Image> {
  let current = image;
  for (const [index, group] of groups.entries()) {
    const output = viewImage(memories[index % 2] as HostMemory, lastOf(group).output, image);
    yield* group[0]?.op.kind === 'point'
      ? runPoints(group, current, output)
      : runKernel(lastOf(group), current, output);
    current = output;
  }
  return current;
}

function viewImage(memory: HostMemory, shape: Shape, { space }: Image): Image {
  return { ...shape, space, data: viewSamples(shape.type, memory, 0, sampleCount(shape)) };
}

function runKernel(step: PlannedStep, input: Image, output: Image): Work<void> {
  const { op, params } = step;
  return workOf((op.kernel ?? op.reference)(input, params, output, picturesOf(step)));
}

function* runPoints(group: Group, input: Image, output: Image): Work<void> {
  const work = yield* prepareSteps(group, input, output);
  yield;
  const pixels = pixelCount(input);
  // Whole words, whatever the channels.
  const range = 4 * Math.ceil(WORK_IN_RANGE / 4 / (1 + group.length));
  for (let start = 0; start < pixels; start += range) {
    yield* workOf(work(start, Math.min(pixels, start + range)));
    yield;
  }
}
