/** A pool of reusable resources such as GPU buffers, sorted into size classes. */

/** Counters of a pool. */
export interface PoolStats {
  /** Resources created since the start. */
  readonly created: number;
  /** Resources in use, and their bytes. */
  readonly leased: number;
  readonly leasedBytes: number;
  /** Idle resources, and their bytes. */
  readonly free: number;
  readonly freeBytes: number;
}

/** Bytes in use, and bytes kept for the next user. */
export type HeldBytes = Pick<PoolStats, 'leasedBytes' | 'freeBytes'>;

export function sumHeld(parts: readonly HeldBytes[]): HeldBytes {
  return {
    leasedBytes: parts.reduce((sum, { leasedBytes }) => sum + leasedBytes, 0),
    freeBytes: parts.reduce((sum, { freeBytes }) => sum + freeBytes, 0),
  };
}

/** A resource on loan from a pool. */
export interface Lease<Resource> {
  readonly resource: Resource;
  /** Size of the resource in bytes, at least the size that was asked for. */
  readonly bytes: number;
  /** Returns the resource to the pool. Its contents stay. */
  release(): void;
  /** Destroys the resource. For resources that the GPU may still be using. */
  discard(): void;
}

interface Lifecycle<Resource> {
  create(bytes: number): Resource;
  destroy(resource: Resource): void;
}

/** Milliseconds after which an idle resource is destroyed. */
const IDLE_MS = 10_000;

/** Bytes of idle resources that a pool keeps. Without a limit, pictures of ever new sizes would pile up. */
const MAX_FREE_BYTES = 2 ** 29;

interface Free<Resource> {
  readonly resource: Resource;
  readonly bytes: number;
  readonly since: number;
}

/**
 * Lends resources of at least the requested size. A resource still holds what its previous user wrote: write before
 * you read.
 */
export class Pool<Resource> {
  readonly #lifecycle: Lifecycle<Resource>;
  readonly #maxFreeBytes: number;
  /** Ordered by idle time, longest first. */
  #free: Free<Resource>[] = [];
  #freeBytes = 0;
  #created = 0;
  #leased = 0;
  #leasedBytes = 0;
  #idle: NodeJS.Timeout | undefined;

  constructor(lifecycle: Lifecycle<Resource>, maxFreeBytes = MAX_FREE_BYTES) {
    this.#lifecycle = lifecycle;
    this.#maxFreeBytes = maxFreeBytes;
  }

  lease(atLeast: number): Lease<Resource> {
    const bytes = sizeClass(atLeast);
    const resource = this.#take(bytes) ?? this.#create(bytes);
    this.#leased++;
    this.#leasedBytes += bytes;
    let done = false;
    const finish = (then: () => void) => () => {
      if (done) return;
      done = true;
      this.#leased--;
      this.#leasedBytes -= bytes;
      then();
    };
    return {
      resource,
      bytes,
      release: finish(() => this.#putBack(bytes, resource)),
      discard: finish(() => this.#lifecycle.destroy(resource)),
    };
  }

  stats(): PoolStats {
    return {
      created: this.#created,
      leased: this.#leased,
      leasedBytes: this.#leasedBytes,
      free: this.#free.length,
      freeBytes: this.#freeBytes,
    };
  }

  /** Destroys every idle resource. */
  trim(): void {
    this.#evictWhile(() => true);
    clearTimeout(this.#idle);
    this.#idle = undefined;
  }

  /** Takes the resource of this size that came back last. */
  #take(bytes: number): Resource | undefined {
    const at = this.#free.findLastIndex((free) => free.bytes === bytes);
    if (at < 0) return undefined;
    const [taken] = this.#free.splice(at, 1) as [Free<Resource>];
    this.#freeBytes -= bytes;
    return taken.resource;
  }

  #create(bytes: number): Resource {
    this.#created++;
    return this.#lifecycle.create(bytes);
  }

  #putBack(bytes: number, resource: Resource): void {
    this.#free.push({ resource, bytes, since: performance.now() });
    this.#freeBytes += bytes;
    this.#evictWhile(() => this.#freeBytes > this.#maxFreeBytes);
    this.#idle ??= setTimeout(() => this.#evictIdle(), IDLE_MS).unref();
  }

  /** Destroys resources that were idle for too long, and schedules the next round. */
  #evictIdle(): void {
    this.#evictWhile(({ since }) => performance.now() - since >= IDLE_MS);
    const [next] = this.#free;
    const wait = next && next.since + IDLE_MS - performance.now();
    this.#idle = wait === undefined ? undefined : setTimeout(() => this.#evictIdle(), wait).unref();
  }

  #evictWhile(tooMuch: (oldest: Free<Resource>) => boolean): void {
    for (let [oldest] = this.#free; oldest && tooMuch(oldest); [oldest] = this.#free) {
      this.#free.shift();
      this.#freeBytes -= oldest.bytes;
      this.#lifecycle.destroy(oldest.resource);
    }
  }
}

/**
 * Rounds a size up to a multiple of an eighth of its power of two, so that pictures of similar size share
 * resources.
 */
export function sizeClass(bytes: number): number {
  const smallest = 4096;
  if (bytes <= smallest) return smallest;
  const step = 2 ** Math.max(0, Math.floor(Math.log2(bytes)) - 3);
  return Math.ceil(bytes / step) * step;
}
