/** Counts that show how a pool was used since it was made. */
export interface PoolStats {
  /** Resources made since the start. */
  readonly created: number;
  /** Resources in use, and the bytes they take. */
  readonly leased: number;
  readonly leasedBytes: number;
  /** Resources waiting to be used again. */
  readonly free: number;
}

/** A resource of a pool in somebody's hands. */
export interface Lease<Resource> {
  readonly resource: Resource;
  /** Size of the resource, at least what was asked for. */
  readonly bytes: number;
  /** Puts it back for the next one; its contents stay as they are. */
  release(): void;
  /** Destroys it instead, when it may still be in use elsewhere. */
  discard(): void;
}

interface Lifecycle<Resource> {
  create(bytes: number): Resource;
  destroy(resource: Resource): void;
}

/** Free resources are destroyed when none has been asked for in this time. */
const IDLE_MS = 10_000;

/**
 * Lends out resources of at least the size asked for and takes them back for the next one. What is in
 * a resource belongs to whoever had it before: read nothing that was not written first.
 */
export class Pool<Resource> {
  readonly #lifecycle: Lifecycle<Resource>;
  readonly #free = new Map<number, Resource[]>();
  #created = 0;
  #leased = 0;
  #leasedBytes = 0;
  #idle: NodeJS.Timeout | undefined;

  constructor(lifecycle: Lifecycle<Resource>) {
    this.#lifecycle = lifecycle;
  }

  lease(atLeast: number): Lease<Resource> {
    const bytes = sizeClass(atLeast);
    const resource = this.#free.get(bytes)?.pop() ?? this.#create(bytes);
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
    const free = [...this.#free.values()].reduce((sum, list) => sum + list.length, 0);
    return { created: this.#created, leased: this.#leased, leasedBytes: this.#leasedBytes, free };
  }

  /** Destroys what is not in use. */
  trim(): void {
    clearTimeout(this.#idle);
    for (const resource of [...this.#free.values()].flat()) this.#lifecycle.destroy(resource);
    this.#free.clear();
  }

  #create(bytes: number): Resource {
    this.#created++;
    return this.#lifecycle.create(bytes);
  }

  #putBack(bytes: number, resource: Resource): void {
    const list = this.#free.get(bytes);
    if (list) list.push(resource);
    else this.#free.set(bytes, [resource]);
    clearTimeout(this.#idle);
    this.#idle = setTimeout(() => this.trim(), IDLE_MS).unref();
  }
}

/** Sizes are rounded up to an eighth of their power of two, so that similar pictures share resources. */
export function sizeClass(bytes: number): number {
  const smallest = 4096;
  if (bytes <= smallest) return smallest;
  const step = 2 ** Math.max(0, Math.floor(Math.log2(bytes)) - 3);
  return Math.ceil(bytes / step) * step;
}
