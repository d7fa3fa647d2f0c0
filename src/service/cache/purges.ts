/** Remembers which tags were purged, so that nothing is kept that was begun before. */
import { LRUCache } from 'lru-cache';

/** Tags whose last purge is remembered. */
const MOST_TAGS = 10_000;

export class Purges {
  #count = 0;
  /** The number of the last purge, by tag. */
  readonly #last = new LRUCache<string, number>({
    max: MOST_TAGS,
    dispose: (number, _, reason) => {
      if (reason === 'evict') this.#forgotten = number;
    },
  });
  /** The number of the last purge whose tag is not remembered any more. */
  #forgotten = 0;

  /** How many purges there were. */
  get count(): number {
    return this.#count;
  }

  add(tag: string): void {
    this.#last.set(tag, ++this.#count);
  }

  /** Whether one of the tags was purged, or may have been, since there had been so many purges. */
  since(count: number, tags: readonly string[]): boolean {
    return tags.some((tag) => (this.#last.peek(tag) ?? this.#forgotten) > count);
  }
}
