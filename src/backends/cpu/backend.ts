import type { Costs, Features } from '../../core/costs.ts';
import { byteCount, type Image, type Shape, sampleCount } from '../../core/image.ts';
import { viewSamples } from '../../core/pixel.ts';
import { type Run, UNBOUND } from '../../core/run.ts';
import { inTurns, type Work, workOf } from '../../core/turns.ts';
import { type Plan, type PlannedStep, picturesOf } from '../../plan/plan.ts';
import type { Backend, Processed } from '../backend.ts';
import { type HostMemory, hostMemory } from '../host-memory.ts';
import type { Lease } from '../pool.ts';
import { cpuFeatures, groupTime } from './costs.ts';
import { prepareSteps } from './steps.ts';

/** Pixels times ops of a range that point ops work at once: some milliseconds where they are fast. */
const WORK_IN_RANGE = 2 ** 19;

/** Runs plans in JavaScript, over typed arrays. Every machine has it. */
export class CpuBackend implements Backend {
  readonly name = 'cpu';
  readonly description = `JavaScript on ${process.arch}`;

  supports(): boolean {
    return true;
  }

  expects({ groups }: Plan, costs: Costs): number {
    return groups.reduce((sum, group) => sum + groupTime(group, costs), 0);
  }

  features(step: PlannedStep): Features {
    return cpuFeatures(step);
  }

  /**
   * Works from one of two buffers into the other, like the GPU; the first group reads the picture
   * where the decoder left it. Jobs take turns of some milliseconds; each has buffers and SIMD memory of its own
   * meanwhile.
   */
  async process({ groups, input }: Plan, image: Image, run: Run = UNBOUND): Promise<Processed> {
    if (image.data.length !== sampleCount(input)) throw new Error('the picture does not fit the plan');
    const begun = performance.now();
    const bytes = Math.max(...groups.map((group) => byteCount(lastOf(group).output)));
    const leases = groups.slice(0, 2).map(() => hostMemory.lease(bytes));
    let made: Image;
    try {
      made = await inTurns(runGroups(groups, image, leases), run);
    } catch (error) {
      for (const { release } of leases) release();
      throw error;
    }
    return {
      image: made,
      timings: { cpu: performance.now() - begun },
      release: () => {
        for (const { release } of leases) release();
      },
    };
  }

  async close(): Promise<void> {}
}

function lastOf(group: readonly PlannedStep[]): PlannedStep {
  return group.at(-1) as PlannedStep;
}

function viewImage(memory: HostMemory, shape: Shape, { space }: Image): Image {
  return { ...shape, space, data: viewSamples(shape.type, memory, 0, sampleCount(shape)) };
}

/** Each group reads what the one before made in the other buffer. */
function* runGroups(groups: Plan['groups'], image: Image, leases: readonly Lease<HostMemory>[]): Work<Image> {
  let current = image;
  for (const [index, group] of groups.entries()) {
    const target = leases[index % 2] as Lease<HostMemory>;
    const output = viewImage(target.resource, lastOf(group).output, image);
    yield* runGroup(group, current, output);
    current = output;
  }
  return current;
}

function* runGroup(group: readonly PlannedStep[], input: Image, output: Image): Work<void> {
  const [first] = group as [PlannedStep];
  if (first.op.kind !== 'point') {
    yield* workOf((first.op.kernel ?? first.op.reference)(input, first.params, output, picturesOf(first)));
    return;
  }
  const work = yield* prepareSteps(group, input, output);
  const pixels = input.width * input.height;
  // Whole words, whatever the channels.
  const range = 4 * Math.ceil(WORK_IN_RANGE / 4 / (1 + group.length));
  for (let start = 0; start < pixels; start += range) {
    yield* workOf(work(start, Math.min(pixels, start + range)));
    yield;
  }
}
