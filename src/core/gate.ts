interface Waiter {
  readonly weight: number;
  admit(): void;
}

/**
 * Admits work as long as the weights in progress stay within a capacity, first come, first served.
 * Written here because the weighted semaphores at hand take time in proportion to their capacity,
 * which is in bytes.
 */
export class Gate {
  readonly #capacity: number;
  readonly #waiting: Waiter[] = [];
  #used = 0;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  /** Whether a weight would be let in at once. */
  hasRoom(weight: number): boolean {
    return this.#waiting.length === 0 && this.#used + Math.min(weight, this.#capacity) <= this.#capacity;
  }

  /** Number of callers that wait. */
  get waiting(): number {
    return this.#waiting.length;
  }

  /**
   * Resolves, when there is room for the weight, with a function that gives the room back. A weight
   * over the whole capacity is let in alone.
   */
  async enter(weight: number): Promise<() => void> {
    const bounded = Math.min(weight, this.#capacity);
    if (this.hasRoom(weight)) this.#used += bounded;
    else await new Promise<void>((admit) => this.#waiting.push({ weight: bounded, admit }));
    let inside = true;
    return () => {
      if (!inside) return;
      inside = false;
      this.#used -= bounded;
      this.#admitNext();
    };
  }

  #admitNext(): void {
    for (
      let next = this.#waiting[0];
      next && this.#used + next.weight <= this.#capacity;
      next = this.#waiting[0]
    ) {
      this.#waiting.shift();
      this.#used += next.weight;
      next.admit();
    }
  }
}
