/** The cache of finished pictures: stores one behind the other, and the entity tags of more pictures than they hold. */
import { createHash } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { LRUCache } from 'lru-cache';
import { NoirError } from '../../core/errors.ts';
import { readPackage } from '../../version.ts';
import type { Entry, EntryStore } from './entry.ts';
import { Purges } from './purges.ts';

/**
 * Changes when equal recipes give other bytes than before, within one version of the package. Entries of other numbers
 * are never found again.
 */
const PIXELS = 4;

/** Pictures whose entity tags are remembered, at some 150 bytes each. */
const MOST_TAGS = 50_000;

/** Milliseconds between two looks for the entry of another server. */
const POLLING = 50;

/** All that decides the bytes of a picture. */
export interface KeyParts {
  /** Validators of the picture and of the further files. */
  readonly validators: readonly string[];
  /** The canonical text of the recipe. */
  readonly recipe: string;
  /** The formats that the client takes, best first. */
  readonly accepted: readonly string[];
}

/** The key of a picture, 43 characters of base64url. */
export function resultKey({ validators, recipe, accepted }: KeyParts): string {
  const parts = [PIXELS, readPackage().version, validators, recipe, accepted];
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url');
}

/** What is remembered of an entry, even if the entry itself is not kept any more. */
export interface EntryFacts extends Pick<Entry, 'etag' | 'heldBack'> {
  /** Bytes of the picture. */
  readonly length: number;
}

export function factsOf({ bytes, etag, heldBack }: Entry): EntryFacts {
  return { etag, length: bytes.byteLength, ...(heldBack && { heldBack }) };
}

/** Counts of a store, for `/health?verbose`. */
interface StoreStatus {
  readonly name: string;
  hits: number;
  misses: number;
  failures: number;
}

interface Guarded {
  readonly store: EntryStore;
  readonly status: StoreStatus;
  /** Milliseconds of the monotonic clock until which nothing is asked of it. */
  restsUntil: number;
}

/**
 * Milliseconds: a store that fails after more than the first is left alone for the second. One that does not answer would hold
 * up every picture.
 */
const SLOW = 200;
const REST = 5000;

export class ResultCache {
  readonly #stores: readonly Guarded[];
  readonly #facts = new LRUCache<string, EntryFacts>({ max: MOST_TAGS });
  readonly #purges = new Purges();
  /** Entries that are being written to the stores. Answers do not wait for that. */
  readonly #writing = new Map<string, { readonly entry: Entry; readonly written: Promise<unknown> }>();

  /** The stores, the quickest first. */
  constructor(stores: readonly EntryStore[]) {
    this.#stores = stores.map((store) => {
      return { store, status: { name: store.name, hits: 0, misses: 0, failures: 0 }, restsUntil: 0 };
    });
  }

  /** Whether there is a store that takes entries now. */
  get keeps(): boolean {
    const now = performance.now();
    return this.#stores.some(({ restsUntil }) => now >= restsUntil);
  }

  /** How many purges there were. */
  get purges(): number {
    return this.#purges.count;
  }

  /** The entity tag of a picture and the like, even if the picture itself is not kept any more. */
  factsOf(key: string): EntryFacts | undefined {
    return this.#facts.get(key);
  }

  /**
   * The entry of the first store that has it; stores in front of that one get it too, unless it was purged meanwhile.
   * Without one, the entry that is being written.
   */
  async get(key: string): Promise<Entry | undefined> {
    const purges = this.purges;
    for (const [index, guarded] of this.#stores.entries()) {
      const { store, status } = guarded;
      const entry = await attempt(guarded, () => store.get(key));
      if (entry === FAILED) continue;
      if (!entry) {
        status.misses++;
        continue;
      }
      status.hits++;
      if (this.mayKeep(entry, purges)) await this.#keep(this.#stores.slice(0, index), key, entry);
      return entry;
    }
    return this.#writing.get(key)?.entry;
  }

  /**
   * Keeps an entry in every store, unless one of its tags was purged since it was begun, when there had been so many `purges`: its
   * files may be those that were to be forgotten. A store that fails is counted, and hurts nobody.
   */
  async set(key: string, entry: Entry, purges: number = this.purges): Promise<void> {
    if (this.mayKeep(entry, purges)) await this.#keep(this.#stores, key, entry);
  }

  /** Whether no tag of the entry was purged since there had been so many `purges`. */
  mayKeep({ tags }: Entry, purges: number): boolean {
    return !this.#purges.since(purges, tags);
  }

  async #keep(stores: readonly Guarded[], key: string, entry: Entry): Promise<void> {
    this.#facts.set(key, factsOf(entry));
    const written = Promise.all(stores.map((each) => attempt(each, () => each.store.set(key, entry))));
    const writing = { entry, written };
    this.#writing.set(key, writing);
    await written;
    if (this.#writing.get(key) === writing) this.#writing.delete(key);
  }

  /**
   * Deletes the entries with the tag everywhere, and tells how many the fullest store had. Throws `store-failed` when a store
   * may have some left.
   */
  async purge(tag: string): Promise<number> {
    this.#purges.add(tag);
    this.#facts.clear();
    // What is being written now would be there again afterwards.
    const writing = [...this.#writing.values()].filter(({ entry }) => entry.tags.includes(tag));
    await Promise.all(writing.map(({ written }) => written));
    const failed: string[] = [];
    const purged = this.#stores.map(async ({ store, status }) => {
      try {
        return await store.purge(tag);
      } catch (error) {
        status.failures++;
        failed.push(`${store.name}: ${(error as Error).message}`);
        return 0;
      }
    });
    const counts = await Promise.all(purged);
    if (failed.length > 0) throw new NoirError('store-failed', `The cache failed: ${failed.join(', ')}`);
    return Math.max(0, ...counts);
  }

  /**
   * The entry that another server makes at this moment, once it is there. If this server is to make it, a function that it
   * has to call when it is done. After `patience` milliseconds this server makes it as well: the other one may hang.
   */
  async wait(
    key: string,
    signal: AbortSignal,
    patience = Number.POSITIVE_INFINITY,
  ): Promise<Entry | (() => Promise<void>)> {
    const begun = performance.now();
    const locking = this.#stores.find(({ store }) => store.lock);
    if (!locking) return async () => {};
    const { store } = locking;
    for (;;) {
      const release = await attempt(locking, async () => store.lock?.(key));
      // Without the store, each server is on its own.
      if (release === FAILED) return async () => {};
      if (release) {
        const end = async () => void (await attempt(locking, release));
        // The other server may just have finished.
        const made = await this.get(key);
        if (made) await end();
        return made ?? end;
      }
      if (performance.now() - begun > patience) return async () => {};
      await setTimeout(POLLING, undefined, { signal });
      const entry = await this.get(key);
      if (entry) return entry;
    }
  }

  status(): readonly Readonly<StoreStatus>[] {
    return this.#stores.map(({ status }) => ({ ...status }));
  }
}

const FAILED = Symbol('a store failed');

/** `FAILED` when the store fails, or rests. Both are counted. */
async function attempt<Result>(
  guarded: Guarded,
  run: () => Promise<Result>,
): Promise<Result | typeof FAILED> {
  const begun = performance.now();
  try {
    if (begun >= guarded.restsUntil) return await run();
  } catch {
    const now = performance.now();
    if (now - begun > SLOW) guarded.restsUntil = now + REST;
  }
  guarded.status.failures++;
  return FAILED;
}
