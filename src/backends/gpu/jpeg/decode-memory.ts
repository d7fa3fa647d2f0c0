import { type Lease, Pool } from '../../pool.ts';
import type { DecodeLayout } from './decode-layout.ts';

/** Bytes of the status that tell the verdict: how many segments are whole, and what is wrong. */
export const STATUS_BYTES = 8;

/** Words of all of it. */
export const STATUS_WORDS = 4;

/** The buffers that one picture is decoded with, lent to it alone. */
export interface DecodeBuffers {
  readonly input: GPUBuffer;
  readonly states: GPUBuffer;
  readonly symbols: GPUBuffer;
  readonly blocks: GPUBuffer;
  readonly planes: GPUBuffer;
  readonly raw: GPUBuffer;
  readonly data: GPUBuffer;
  readonly colors: GPUBuffer;
  readonly status: GPUBuffer;
  /** Gives everything back, once the GPU is done with it. */
  release(): void;
  /** Destroys everything, when the GPU may not be done with it. */
  discard(): void;
}

/** The pools of one decoder. */
export class DecodeMemory {
  readonly #inputs: Pool<GPUBuffer>;
  readonly #work: Pool<GPUBuffer>;
  readonly #staging: Pool<GPUBuffer>;

  constructor(device: GPUDevice) {
    const { STORAGE, UNIFORM, COPY_DST, COPY_SRC, MAP_READ } = GPUBufferUsage;
    const buffers = (usage: GPUBufferUsageFlags) =>
      new Pool({
        create: (size: number) => device.createBuffer({ size, usage }),
        destroy: (buffer: GPUBuffer) => buffer.destroy(),
      });
    this.#inputs = buffers(STORAGE | UNIFORM | COPY_DST);
    this.#work = buffers(STORAGE | COPY_DST | COPY_SRC);
    this.#staging = buffers(MAP_READ | COPY_DST);
  }

  lease({ input, words }: DecodeLayout): DecodeBuffers {
    const leases: Lease<GPUBuffer>[] = [];
    const lend = (pool: Pool<GPUBuffer>, bytes: number) => {
      const lease = pool.lease(bytes);
      leases.push(lease);
      return lease.resource;
    };
    return {
      input: lend(this.#inputs, input.byteLength),
      states: lend(this.#work, 4 * words.states),
      symbols: lend(this.#work, 4 * words.symbols),
      blocks: lend(this.#work, 4 * words.blocks),
      planes: lend(this.#work, 4 * words.planes),
      raw: lend(this.#work, 4 * words.raw),
      data: lend(this.#work, 4 * words.data),
      colors: lend(this.#work, 4 * words.colors),
      status: lend(this.#work, 4 * STATUS_WORDS),
      release: () => leases.forEach(({ release }) => void release()),
      discard: () => leases.forEach(({ discard }) => void discard()),
    };
  }

  /** A buffer that the status is read through. */
  leaseStaging(): Lease<GPUBuffer> {
    return this.#staging.lease(STATUS_BYTES);
  }

  /** Destroys what is not lent. */
  trim(): void {
    for (const pool of [this.#inputs, this.#work, this.#staging]) pool.trim();
  }
}
