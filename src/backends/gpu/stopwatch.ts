// Times the passes of a task by the GPU's own clock.

const NANOSECONDS_PER_MS = 1e6;

/** Bytes of two timestamps. */
export const STAMP_BYTES = 16;

/** Measures one compute pass at a time by the GPU's own clock. */
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

  /** Puts both stamps behind the result, so that one read-back brings both. */
  copyTo(encoder: GPUCommandEncoder, buffer: GPUBuffer, offset: number): void {
    encoder.resolveQuerySet(this.#queries, 0, 2, this.#resolved, 0);
    encoder.copyBufferToBuffer(this.#resolved, 0, buffer, offset, STAMP_BYTES);
  }

  destroy(): void {
    this.#queries.destroy();
    this.#resolved.destroy();
  }
}

/** Milliseconds between two timestamps as they were read back. */
export function elapsed(stamps: ArrayBuffer): number {
  const [begin = 0n, end = 0n] = new BigUint64Array(stamps);
  return Math.max(0, Number(end - begin)) / NANOSECONDS_PER_MS;
}
