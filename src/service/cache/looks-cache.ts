/** What the pixels of pictures look like: found once for each file, however many ask. */
import { LRUCache } from 'lru-cache';
import type { PictureLooks } from '../picture-info.ts';
import { InFlight } from './in-flight.ts';

/** Pictures that are remembered, at some 500 bytes each. */
const MOST = 10_000;

export class LooksCache {
  readonly #kept = new LRUCache<string, PictureLooks>({ max: MOST });
  readonly #finding = new InFlight<PictureLooks>();
  readonly #keeps: boolean;

  /** `keeps` is whether anything is remembered once it is found. */
  constructor(keeps: boolean) {
    this.#keeps = keeps;
  }

  /** Without a key, for pictures that are for one client alone, `find` is called each time. Throws as `find` does. */
  async get(
    key: string | undefined,
    signal: AbortSignal,
    find: (signal: AbortSignal) => Promise<PictureLooks>,
  ): Promise<PictureLooks> {
    if (key === undefined) return find(signal);
    const kept = this.#kept.get(key);
    if (kept) return kept;
    const { result } = await this.#finding.join(key, signal, find);
    if (this.#keeps) this.#kept.set(key, result);
    return result;
  }

  clear(): void {
    this.#kept.clear();
  }
}
