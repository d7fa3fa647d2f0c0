/** A weighted semaphore. */

interface Waiter {
  readonly weight: number;
  admit(): void;
}

/**
 * Admits work, first come, first served, while the sum of weights stays within a capacity. Written here because
 * available weighted semaphores take time proportional to their capacity, which is in bytes.
 */
export class Gate {
  readonly #capacity: number;
  readonly #waiting: Waiter[] = [];
  #used = 0;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  /** Whether `enter` would admit this weight at once. */
  hasRoom(weight: number): boolean {
    return this.#waiting.length === 0 && this.#used + Math.min(weight, this.#capacity) <= this.#capacity;
  }

  /** Number of waiting callers. */
  get waiting(): number {
    return this.#waiting.length;
  }

  /**
   * Resolves once there is room, with a function that gives the room back. Admits a weight above the capacity when
   * nothing else is inside. Rejects with the signal's reason as soon as it aborts; the caller then holds no room
   * and no longer waits.
   */
  async enter(weight: number, signal?: AbortSignal): Promise<() => void> {
    signal?.throwIfAborted();
    const bounded = Math.min(weight, this.#capacity);
    if (this.hasRoom(weight)) this.#used += bounded;
    else await this.#wait(bounded, signal);
    let inside = true;
    return () => {
      if (!inside) return;
      inside = false;
      this.#used -= bounded;
      this.#admitNext();
    };
  }

  #wait(weight: number, signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      const leave = () => {
        this.#waiting.splice(this.#waiting.indexOf(waiter), 1);
        reject(signal?.reason);
        // The next in line may be lighter.
        this.#admitNext();
      };
      const admit = () => {
        signal?.removeEventListener('abort', leave);
        resolve();
      };
      const waiter: Waiter = { weight, admit };
      this.#waiting.push(waiter);
      signal?.addEventListener('abort', leave, { once: true });
    });
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
