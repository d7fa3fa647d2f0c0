import { type Lease, Pool, type PoolStats } from '../../pool.ts';

type Kind = 'storage' | 'uniform' | 'staging';

/** The pools of one device that encoding takes its buffers from. */
export class EncodeMemory {
  readonly #pools: Readonly<Record<Kind, Pool<GPUBuffer>>>;

  constructor(device: GPUDevice) {
    const { STORAGE, COPY_DST, COPY_SRC, UNIFORM, MAP_READ } = GPUBufferUsage;
    const pool = (usage: GPUBufferUsageFlags) =>
      new Pool({
        create: (size: number) => device.createBuffer({ size, usage }),
        destroy: (buffer: GPUBuffer) => buffer.destroy(),
      });
    this.#pools = {
      storage: pool(STORAGE | COPY_DST | COPY_SRC),
      uniform: pool(UNIFORM | COPY_DST),
      staging: pool(MAP_READ | COPY_DST),
    };
  }

  /** What one job is lent, a buffer after the other, to be given back together. */
  open(): JobMemory {
    return new JobMemory(this.#pools);
  }

  /** Counts of the storage buffers. */
  stats(): PoolStats {
    return this.#pools.storage.stats();
  }

  trim(): void {
    for (const pool of Object.values(this.#pools)) pool.trim();
  }
}

/** The buffers of one job. */
export class JobMemory {
  readonly #pools: Readonly<Record<Kind, Pool<GPUBuffer>>>;
  readonly #leases: Lease<GPUBuffer>[] = [];

  constructor(pools: Readonly<Record<Kind, Pool<GPUBuffer>>>) {
    this.#pools = pools;
  }

  /** A buffer of at least so many bytes. */
  lease(kind: Kind, bytes: number): GPUBuffer {
    const lease = this.#pools[kind].lease(bytes);
    this.#leases.push(lease);
    return lease.resource;
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
