import { elapsed, STAMP_BYTES } from '../stopwatch.ts';
import type { StageName } from './encode-stages.ts';

/** Milliseconds of each stage by the GPU's own clock. */
export type StageTimes = Partial<Record<StageName, number>>;

/** At most so many stages of a job are timed: a first attempt, and what is repeated in two more. */
const MOST = 24;

// A query result is resolved to a multiple of 256 bytes.
const SLOT = 256;

/** Times the stages of one job, each in a pass of its own: for measuring, since it keeps stages apart. */
export class StageClock {
  readonly #device: GPUDevice;
  readonly #queries: GPUQuerySet;
  readonly #resolved: GPUBuffer;
  readonly #names: StageName[] = [];

  constructor(device: GPUDevice) {
    this.#device = device;
    this.#queries = device.createQuerySet({ type: 'timestamp', count: 2 * MOST });
    this.#resolved = device.createBuffer({
      size: SLOT * MOST,
      usage: GPUBufferUsage.QUERY_RESOLVE | GPUBufferUsage.COPY_SRC,
    });
  }

  /** Runs a stage in a pass of its own between two timestamps. */
  time(encoder: GPUCommandEncoder, name: StageName, run: (pass: GPUComputePassEncoder) => void): void {
    const at = this.#names.length;
    const first = 2 * at;
    const timestampWrites = {
      querySet: this.#queries,
      beginningOfPassWriteIndex: first,
      endOfPassWriteIndex: first + 1,
    };
    const pass = encoder.beginComputePass(at < MOST ? { timestampWrites } : {});
    run(pass);
    pass.end();
    if (at >= MOST) return;
    this.#names.push(name);
    encoder.resolveQuerySet(this.#queries, first, 2, this.#resolved, SLOT * at);
  }

  /** The times of all stages that were submitted; those that ran again are added up. */
  async read(): Promise<StageTimes> {
    const size = SLOT * this.#names.length;
    const { MAP_READ, COPY_DST } = GPUBufferUsage;
    const staging = this.#device.createBuffer({ size, usage: MAP_READ | COPY_DST });
    const encoder = this.#device.createCommandEncoder();
    encoder.copyBufferToBuffer(this.#resolved, 0, staging, 0, size);
    this.#device.queue.submit([encoder.finish()]);
    await staging.mapAsync(GPUMapMode.READ);
    const stamps = staging.getMappedRange();
    const times: StageTimes = {};
    this.#names.forEach((name, at) => {
      times[name] = (times[name] ?? 0) + elapsed(stamps.slice(SLOT * at, SLOT * at + STAMP_BYTES));
    });
    staging.unmap();
    staging.destroy();
    this.destroy();
    return times;
  }

  destroy(): void {
    this.#resolved.destroy();
    this.#queries.destroy();
  }
}
