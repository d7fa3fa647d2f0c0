// Times each dispatch of a task with GPU timestamps, for measurements. Each dispatch becomes a compute pass of its
// own, so none overlap.
import { elapsed, STAMP_BYTES } from './stopwatch.ts';

/** Milliseconds by program, summed over its dispatches. */
export type ProgramTimes = Readonly<Record<string, number>>;

/** Number of dispatches that are timed. The JPEG encoder needs 8, and 5 for each further attempt. */
const MOST = 48;

export class ProgramClock {
  readonly #device: GPUDevice;
  readonly #queries: GPUQuerySet;
  readonly #names: string[] = [];

  /** The device must support timestamp queries. */
  constructor(device: GPUDevice) {
    this.#device = device;
    this.#queries = device.createQuerySet({ type: 'timestamp', count: 2 * MOST });
  }

  /** Timestamp writes for the next dispatch. Undefined when there is no space for more. */
  writesFor(name: string): GPUComputePassTimestampWrites | undefined {
    const index = this.#names.length;
    if (index >= MOST) return undefined;
    this.#names.push(name);
    return {
      querySet: this.#queries,
      beginningOfPassWriteIndex: 2 * index,
      endOfPassWriteIndex: 2 * index + 1,
    };
  }

  /** Reads all times after the work was submitted. The clock cannot be used afterwards. */
  async read(): Promise<ProgramTimes> {
    const size = STAMP_BYTES * this.#names.length;
    const { QUERY_RESOLVE, COPY_SRC, MAP_READ, COPY_DST } = GPUBufferUsage;
    const resolved = this.#device.createBuffer({ size, usage: QUERY_RESOLVE | COPY_SRC });
    const staging = this.#device.createBuffer({ size, usage: MAP_READ | COPY_DST });
    const encoder = this.#device.createCommandEncoder();
    encoder.resolveQuerySet(this.#queries, 0, 2 * this.#names.length, resolved, 0);
    encoder.copyBufferToBuffer(resolved, 0, staging, 0, size);
    this.#device.queue.submit([encoder.finish()]);
    await staging.mapAsync(GPUMapMode.READ);
    const times = this.#add(staging.getMappedRange());
    staging.destroy();
    resolved.destroy();
    this.destroy();
    return times;
  }

  #add(stamps: ArrayBuffer): ProgramTimes {
    const times: Record<string, number> = {};
    this.#names.forEach((name, index) => {
      const pair = stamps.slice(STAMP_BYTES * index, STAMP_BYTES * (index + 1));
      times[name] = (times[name] ?? 0) + elapsed(pair);
    });
    return times;
  }

  destroy(): void {
    this.#queries.destroy();
  }
}
