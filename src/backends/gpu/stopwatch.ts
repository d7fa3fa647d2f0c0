// Times the passes of a task with GPU timestamps.

const NANOSECONDS_PER_MS = 1e6;

/** Bytes of two timestamps. */
export const STAMP_BYTES = 16;

/** Measures one compute pass at a time. */
export class Stopwatch {
  readonly #queries: GPUQuerySet;
  readonly #resolved: GPUBuffer;

  constructor(device: GPUDevice) {
    this.#queries = device.createQuerySet({ type: 'timestamp', count: 2 });
    this.#resolved = device.createBuffer({
      size: STAMP_BYTES,
      usage: GPUBufferUsage.QUERY_RESOLVE | GPUBufferUsage.COPY_SRC,
    });
  }

  get writes(): GPUComputePassTimestampWrites {
    return { querySet: this.#queries, beginningOfPassWriteIndex: 0, endOfPassWriteIndex: 1 };
  }

  /** Copies both timestamps behind the result, so that one read-back fetches everything. */
  copyTo(encoder: GPUCommandEncoder, buffer: GPUBuffer, offset: number): void {
    encoder.resolveQuerySet(this.#queries, 0, 2, this.#resolved, 0);
    encoder.copyBufferToBuffer(this.#resolved, 0, buffer, offset, STAMP_BYTES);
  }

  destroy(): void {
    this.#queries.destroy();
    this.#resolved.destroy();
  }
}

/** Milliseconds between two timestamps. */
export function elapsed(stamps: ArrayBuffer): number {
  const [begin = 0n, end = 0n] = new BigUint64Array(stamps);
  return Math.max(0, Number(end - begin)) / NANOSECONDS_PER_MS;
}
