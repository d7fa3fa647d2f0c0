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

/** A free resource is destroyed when nobody has wanted it for this long. */
const IDLE_MS = 10_000;

/** Bytes of free resources that are kept at most, so that pictures of ever new sizes do not pile up. */
const MAX_FREE_BYTES = 2 ** 29;

interface Free<Resource> {
  readonly resource: Resource;
  readonly bytes: number;
  readonly since: number;
}

/**
 * Lends out resources of at least the size asked for and takes them back for the next one. What is in
 * a resource belongs to whoever had it before: read nothing that was not written first.
 */
export class Pool<Resource> {
  readonly #lifecycle: Lifecycle<Resource>;
  readonly #maxFreeBytes: number;
  /** Longest free first. */
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
    };
  }

  /** Destroys what is not in use. */
  trim(): void {
    this.#evictWhile(() => true);
    clearTimeout(this.#idle);
    this.#idle = undefined;
  }

  /** The resource of that size that came back last. */
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

  /** Destroys what has been free for too long, and comes back for the rest. */
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

/** Sizes are rounded up to an eighth of their power of two, so that similar pictures share resources. */
export function sizeClass(bytes: number): number {
  const smallest = 4096;
  if (bytes <= smallest) return smallest;
  const step = 2 ** Math.max(0, Math.floor(Math.log2(bytes)) - 3);
  return Math.ceil(bytes / step) * step;
}
