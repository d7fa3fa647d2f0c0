/** The CPU as a backend: kernels in TypeScript and WebAssembly SIMD. */
import type { Costs, Features } from '../../core/costs.ts';
import { byteCount, type Image, sampleCount } from '../../core/image.ts';
import { type Run, UNBOUND } from '../../core/run.ts';
import { inTurns } from '../../core/turns.ts';
import type { Plan, PlannedStep } from '../../plan/plan.ts';
import type { Backend, ImageResult } from '../backend.ts';
import { hostMemory } from '../host-memory.ts';
import { cpuFeatures, groupTime } from './costs.ts';
import { lastOf, runGroups } from './groups.ts';

/** Runs plans on the CPU, over typed arrays. Available on every machine. */
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
   * Alternates between two buffers, like the GPU. The first group reads the image in place. Plans in progress take
   * turns of a few milliseconds; each has its own buffers and SIMD memory.
   */
  async process({ groups, input }: Plan, image: Image, run: Run = UNBOUND): Promise<ImageResult> {
    if (image.data.length !== sampleCount(input))
      throw new Error('the image does not have the shape that the plan expects');
    const begun = performance.now();
    const bytes = Math.max(...groups.map((group) => byteCount(lastOf(group).output)));
    const leases = groups.slice(0, 2).map(() => hostMemory.lease(bytes));
    const release = () => {
      for (const lease of leases) lease.release();
    };
    const memories = leases.map(({ resource }) => resource);
    try {
      const made = await inTurns(runGroups(groups, image, memories), run);
      return { kind: 'image', image: made, timings: { cpu: performance.now() - begun }, release };
    } catch (error) {
      release();
      throw error;
    }
  }

  async close(): Promise<void> {}
}
