/** A few results of a pure function, those that were asked for last. */
export class Recent<Value> {
  readonly #most: number;
  /** The one that was asked for the longest ago stands first. */
  readonly #values = new Map<string, Value>();

  constructor(most: number) {
    this.#most = most;
  }

  /** The value for the key, made when it is not remembered. What `make` throws is not remembered. */
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
