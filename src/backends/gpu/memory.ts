// The pools that a codec takes its GPU buffers from, and what one task of it is lent.
import { type Lease, Pool, type PoolStats } from '../pool.ts';

/** `input` is written by the host, and read by shaders as uniforms and as storage. */
type Kind = 'storage' | 'uniform' | 'input' | 'staging';

type Pools = Readonly<Record<Kind, Pool<GPUBuffer>>>;

/** A pool of buffers of one usage. */
export function bufferPool(device: GPUDevice, usage: GPUBufferUsageFlags): Pool<GPUBuffer> {
  return new Pool({
    create: (size: number) => device.createBuffer({ size, usage }),
    destroy: (buffer: GPUBuffer) => buffer.destroy(),
  });
}

/** The pools of one codec on one device. */
export class Memory {
  readonly #pools: Pools;

  constructor(device: GPUDevice) {
    const { STORAGE, COPY_DST, COPY_SRC, UNIFORM, MAP_READ } = GPUBufferUsage;
    this.#pools = {
      storage: bufferPool(device, STORAGE | COPY_DST | COPY_SRC),
      uniform: bufferPool(device, UNIFORM | COPY_DST),
      input: bufferPool(device, STORAGE | UNIFORM | COPY_DST),
      staging: bufferPool(device, MAP_READ | COPY_DST),
    };
  }

  /** What one task is lent, a buffer after the other, to be given back together. */
  open(): TaskMemory {
    return new TaskMemory(this.#pools);
  }

  /** Counts of the storage buffers. */
  stats(): PoolStats {
    return this.#pools.storage.stats();
  }

  /** Destroys the buffers that are not lent. */
  trim(): void {
    for (const pool of Object.values(this.#pools)) pool.trim();
  }
}

/** The buffers of one task. */
export class TaskMemory {
  readonly #pools: Pools;
  readonly #leases: Lease<GPUBuffer>[] = [];

  constructor(pools: Pools) {
    this.#pools = pools;
  }

  /** A binding of so many bytes, in a buffer that may have more. */
  lease(kind: Kind, size: number): { readonly buffer: GPUBuffer; readonly size: number } {
    const lease = this.#pools[kind].lease(size);
    this.#leases.push(lease);
    return { buffer: lease.resource, size };
  }

  /** Gives everything back, once the GPU is done with it. */
  release(): void {
    for (const { release } of this.#leases) release();
  }

  /** Destroys everything, when the GPU may not be done with it. */
  discard(): void {
    for (const { discard } of this.#leases) discard();
  }
}
