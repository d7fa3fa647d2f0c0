/** Runs the groups of a plan one after the other, each from one picture into the next. */
import { type Image, pixelCount, type Shape, sampleCount } from '../../core/image.ts';
import { viewSamples } from '../../core/pixel.ts';
import { type Work, workOf } from '../../core/turns.ts';
import { type Plan, type PlannedStep, picturesOf } from '../../plan/plan.ts';
import type { HostMemory } from '../host-memory.ts';
import { prepareSteps } from './point-steps.ts';

type Group = Plan['groups'][number];

/**
 * Pixels times ops of a range of pixels that point ops work on at once: some milliseconds if they are fast. A range
 * starts new blocks of floats, and the start of a block decides which pixels are left to 64 bits, so this number
 * affects results.
 */
const WORK_IN_RANGE = 2 ** 19;

export function lastOf(group: Group): PlannedStep {
  return group.at(-1) as PlannedStep;
}

/** Runs the groups alternately into two memories. The result lies in one of them. */
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
  // A multiple of 4 pixels is whole words for any number of channels.
  const range = 4 * Math.ceil(WORK_IN_RANGE / 4 / (1 + group.length));
  for (let start = 0; start < pixels; start += range) {
    yield* workOf(work(start, Math.min(pixels, start + range)));
    yield;
  }
}
