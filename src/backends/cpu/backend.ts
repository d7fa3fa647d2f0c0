import { setImmediate } from 'node:timers/promises';
import type { Costs, Features } from '../../core/costs.ts';
import { byteCount, type Image, type Shape, sampleCount } from '../../core/image.ts';
import { viewSamples } from '../../core/pixel.ts';
import { type Plan, type PlannedStep, picturesOf } from '../../plan/plan.ts';
import type { Backend, Processed } from '../backend.ts';
import { type HostMemory, hostMemory } from '../host-memory.ts';
import type { Lease } from '../pool.ts';
import { cpuFeatures, groupTime } from './costs.ts';
import { prepareSteps } from './steps.ts';

/** Pixels times ops between two turns of the event loop: some milliseconds of work. */
const WORK_PER_TURN = 2 ** 19;

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
   * where the decoder left it.
   */
  async process({ groups, input }: Plan, image: Image): Promise<Processed> {
    if (image.data.length !== sampleCount(input)) throw new Error('the picture does not fit the plan');
    const begun = performance.now();
    const bytes = Math.max(...groups.map((group) => byteCount(lastOf(group).output)));
    const leases = groups.slice(0, 2).map(() => hostMemory.lease(bytes));
    let current = image;
    try {
      for (const [index, group] of groups.entries()) {
        const target = leases[index % 2] as Lease<HostMemory>;
        const output = viewImage(target.resource, lastOf(group).output, image);
        await runGroup(group, current, output);
        current = output;
      }
    } catch (error) {
      for (const { release } of leases) release();
      throw error;
    }
    return {
      image: current,
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

async function runGroup(group: readonly PlannedStep[], input: Image, output: Image): Promise<void> {
  const [first] = group as [PlannedStep];
  if (first.op.kind !== 'point') {
    (first.op.kernel ?? first.op.reference)(input, first.params, output, picturesOf(first));
    return;
  }
  const run = prepareSteps(group, input, output);
  const pixels = input.width * input.height;
  // Whole words, whatever the channels.
  const turn = 4 * Math.ceil(WORK_PER_TURN / 4 / (1 + group.length));
  for (let start = 0; start < pixels; start += turn) {
    run(start, Math.min(pixels, start + turn));
    await setImmediate();
  }
}
