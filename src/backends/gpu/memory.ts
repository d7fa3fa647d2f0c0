// Buffer pools of a codec, and the loans of one of its tasks.
import { type HeldBytes, type Lease, Pool, type PoolStats, sumHeld } from '../pool.ts';

/** The host writes `input`; shaders read it as uniforms and as storage. */
type Kind = 'storage' | 'uniform' | 'input' | 'staging';

type Pools = Readonly<Record<Kind, Pool<GPUBuffer>>>;

/** A pool of buffers with one usage. */
export function bufferPool(device: GPUDevice, usage: GPUBufferUsageFlags): Pool<GPUBuffer> {
  return new Pool({
    create: (size: number) => device.createBuffer({ size, usage }),
    destroy: (buffer: GPUBuffer) => {
      buffer.destroy();
      freeDestroyed(device);
    },
  });
}

/** Devices with destroyed buffers that Dawn will be made to free in this round of the event loop. */
const freeing = new WeakSet<GPUDevice>();

/** Waits in a row for the end of an empty submission. On a software GPU, one in ten is over before Dawn has noticed the end. */
const WAITS = 6;

/**
 * Makes Dawn free the memory of destroyed buffers. Dawn frees it only when a later submission has ended, and notices an
 * end only while somebody waits for one. A device at rest would keep all that its last work needed.
 */
function freeDestroyed(device: GPUDevice): void {
  if (freeing.has(device)) return;
  freeing.add(device);
  queueMicrotask(() => {
    freeing.delete(device);
    // A lost device has no memory left.
    waitForEnds(device).catch(() => {});
  });
}

async function waitForEnds({ queue }: GPUDevice): Promise<void> {
  for (let wait = 0; wait < WAITS; wait++) {
    queue.submit([]);
    await queue.onSubmittedWorkDone();
  }
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

  /** Opens an account for one task: it borrows buffers one by one, and returns them together. */
  open(): TaskMemory {
    return new TaskMemory(this.#pools);
  }

  /** Counters of the storage buffers. */
  stats(): PoolStats {
    return this.#pools.storage.stats();
  }

  /** Bytes of all its buffers. */
  held(): HeldBytes {
    return sumHeld(Object.values(this.#pools).map((pool) => pool.stats()));
  }

  /** Destroys idle buffers. */
  trim(): void {
    for (const pool of Object.values(this.#pools)) pool.trim();
  }
}

/** The buffers on loan to one task. */
export class TaskMemory {
  readonly #pools: Pools;
  readonly #leases: Lease<GPUBuffer>[] = [];

  constructor(pools: Pools) {
    this.#pools = pools;
  }

  /** Lends a buffer and returns a binding of exactly `size` bytes. The buffer may be larger. */
  lease(kind: Kind, size: number): { readonly buffer: GPUBuffer; readonly size: number } {
    const lease = this.#pools[kind].lease(size);
    this.#leases.push(lease);
    return { buffer: lease.resource, size };
  }

  /** Returns all buffers. Call it when the GPU is done with them. */
  release(): void {
    for (const { release } of this.#leases) release();
  }

  /** Destroys all buffers, when the GPU may still use them. */
  discard(): void {
    for (const { discard } of this.#leases) discard();
  }
}
