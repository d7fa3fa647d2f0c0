/** A small least-recently-used (LRU) cache. */

/** Remembers the most recently used results of a pure function. */
export class Recent<Value> {
  readonly #most: number;
  /** Least recently used first. */
  readonly #values = new Map<string, Value>();

  constructor(most: number) {
    this.#most = most;
  }

  /**
   * The value for a key, computed by `make` if not remembered. An exception from `make` is passed on and not
   * remembered.
   */
  get(key: string, make: () => Value): Value {
    const known = this.#values.get(key);
    const value = known === undefined ? make() : known;
    this.#values.delete(key);
    this.#values.set(key, value);
    const [oldest] = this.#values.keys();
    if (this.#values.size > this.#most && oldest !== undefined) this.#values.delete(oldest);
    return value;
  }
}
