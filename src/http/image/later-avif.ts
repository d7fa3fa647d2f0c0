/** Sends pictures of which AVIF takes long in another format, and makes AVIF behind the answer, for the next time. */
import { LRUCache } from 'lru-cache';
import { type ErrorCode, isNoirError } from '../../core/errors.ts';
import { canonicalText } from '../../recipe/canonical.ts';
import type { Known } from '../../service/cache/source-cache.ts';
import type { Gallery, Shown, Wanted } from './gallery.ts';

/** Pictures that wait to be made at most. More of them are asked for again. */
const MOST_WAITING = 100;

/** Milliseconds for one picture, its wait for a turn included. */
const TIME = 60_000;

/** Milliseconds until a picture is tried again that failed, or that was made and is not kept. */
const REST = 600_000;

/** Errors that say nothing of the picture: the next request may try again. */
const PASSING: readonly ErrorCode[] = ['busy', 'shutting-down'];

/** Stands for nobody, so that clients do not wait for what is made behind answers. */
const TENANT = 'later';

export class LaterAvif {
  readonly #gallery: Pick<Gallery, 'show' | 'kept'>;
  readonly #waiting = new Set<string>();
  readonly #tried = new LRUCache<string, true>({ max: 10_000, ttl: REST });
  /** One at a time, so that the other places of heavy jobs stay free. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(gallery: Pick<Gallery, 'show' | 'kept'>) {
    this.#gallery = gallery;
  }

  /** As `Gallery.show`. */
  async show(wanted: Wanted, knows: (etag: string) => boolean, looked?: Known): Promise<Shown> {
    const quick = await this.#gallery.show(wanted, knows, looked);
    if (!quick.heldBack || quick.failedOver || quick.how === 'bypassed') return quick;
    const avif: Wanted = { ...wanted, accepted: () => ['avif'] };
    // The source has just been asked.
    const again: Known = { file: quick.file, stale: quick.how === 'stale' ? 'revalidate' : undefined };
    const kept = await this.#gallery.kept(avif, knows, again);
    if (kept) return kept.length < quick.length ? kept : quick;
    const key = JSON.stringify([wanted.address, quick.file.validator, canonicalText(wanted.recipe)]);
    return this.#makeLater(avif, key) ? { ...quick, isInterim: true } : quick;
  }

  /** False when it was tried not long ago. */
  #makeLater(wanted: Wanted, key: string): boolean {
    if (this.#tried.has(key)) return false;
    if (this.#waiting.has(key) || this.#waiting.size === MOST_WAITING) return true;
    this.#waiting.add(key);
    this.#last = this.#last.then(() => this.#make(wanted, key));
    return true;
  }

  async #make(wanted: Wanted, key: string): Promise<void> {
    const { signal } = new AbortController();
    const own = { ...wanted, tenant: TENANT, timeLeft: TIME, request: { ...wanted.request, signal } };
    try {
      await this.#gallery.show(own, () => true);
      this.#tried.set(key, true);
    } catch (error) {
      if (!isNoirError(error) || !PASSING.includes(error.code)) this.#tried.set(key, true);
    } finally {
      this.#waiting.delete(key);
    }
  }
}
