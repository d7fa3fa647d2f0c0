// Buffer pools for passes, and what one task borrows from them.
import { type HeldBytes, type Lease, Pool, type PoolStats, sumHeld } from '../pool.ts';
import type { Device } from './device.ts';
import { bufferPool } from './memory.ts';
import { Stopwatch } from './stopwatch.ts';

/** Bytes of each kind of buffer that a task needs. */
interface Needs {
  /** For each of the two texel buffers. */
  readonly texels: number;
  readonly uniforms: number;
  readonly tables: number;
  readonly ledger: number;
  /** For each further picture. */
  readonly others: readonly number[];
  readonly staging: number;
}

/** Buffers on loan to one task. */
export interface TaskResources {
  readonly active: GPUBuffer;
  readonly scratch: GPUBuffer;
  readonly uniforms: GPUBuffer;
  readonly tables: GPUBuffer;
  readonly ledger: GPUBuffer;
  readonly others: readonly GPUBuffer[];
  readonly staging: GPUBuffer;
  /** Absent on a GPU without timestamp queries. */
  readonly stopwatch: Stopwatch | undefined;
  /** Returns all buffers. Call it when the GPU is done with them. */
  release(): void;
  /** Destroys all buffers, when the GPU may still use them. */
  discard(): void;
}

/** The pools of one device. */
export class Resources {
  readonly #texels: Pool<GPUBuffer>;
  readonly #uniforms: Pool<GPUBuffer>;
  readonly #tables: Pool<GPUBuffer>;
  readonly #ledgers: Pool<GPUBuffer>;
  readonly #staging: Pool<GPUBuffer>;
  readonly #stopwatches: Pool<Stopwatch> | undefined;

  constructor({ device, timestamps }: Device) {
    const { STORAGE, COPY_DST, COPY_SRC, UNIFORM, MAP_READ } = GPUBufferUsage;
    this.#texels = bufferPool(device, STORAGE | COPY_DST | COPY_SRC);
    this.#uniforms = bufferPool(device, UNIFORM | COPY_DST);
    this.#tables = bufferPool(device, STORAGE | COPY_DST);
    this.#ledgers = bufferPool(device, STORAGE | COPY_DST | COPY_SRC);
    this.#staging = bufferPool(device, MAP_READ | COPY_DST);
    if (timestamps) {
      this.#stopwatches = new Pool({
        create: () => new Stopwatch(device),
        destroy: (stopwatch) => stopwatch.destroy(),
      });
    }
  }

  lease(needs: Needs): TaskResources {
    const leases: Lease<unknown>[] = [];
    const lend = <Resource>(pool: Pool<Resource>, bytes: number) => {
      const lease = pool.lease(bytes);
      leases.push(lease);
      return lease.resource;
    };
    const discard = () => leases.forEach((lease) => void lease.discard());
    try {
      return {
        active: lend(this.#texels, needs.texels),
        scratch: lend(this.#texels, needs.texels),
        uniforms: lend(this.#uniforms, needs.uniforms),
        tables: lend(this.#tables, needs.tables),
        ledger: lend(this.#ledgers, needs.ledger),
        others: needs.others.map((bytes) => lend(this.#texels, bytes)),
        staging: lend(this.#staging, needs.staging),
        stopwatch: this.#stopwatches && lend(this.#stopwatches, 0),
        release: () => leases.forEach((lease) => void lease.release()),
        discard,
      };
    } catch (error) {
      discard();
      throw error;
    }
  }

  /** Counters of the texel buffers. */
  stats(): PoolStats {
    return this.#texels.stats();
  }

  /** Bytes of all its buffers. */
  held(): HeldBytes {
    return sumHeld(this.#buffers.map((pool) => pool.stats()));
  }

  /** Destroys idle buffers. */
  trim(): void {
    for (const pool of [...this.#buffers, this.#stopwatches]) pool?.trim();
  }

  get #buffers(): readonly Pool<GPUBuffer>[] {
    return [this.#texels, this.#uniforms, this.#tables, this.#ledgers, this.#staging];
  }
}
