// Submissions in flight: those that the GPU has not finished yet.

/** A submission in flight, with its tasks. */
export interface Flight<Task> {
  readonly tasks: readonly Task[];
  readonly begun: number;
  /** Time at which the GPU finished it; 0 until then. */
  ended: number;
}

export class Flights<Task> {
  readonly #longest: number | undefined;
  readonly #onLate: (tasks: readonly Task[]) => void;
  readonly #list: Flight<Task>[] = [];
  #last: Flight<Task> = { tasks: [], begun: 0, ended: 0 };
  #clock: NodeJS.Timeout | undefined;

  /**
   * Calls `onLate` with the tasks of a submission on which the GPU works for longer than `longest` milliseconds. The GPU
   * does one after the other, so that time begins when the one before has ended.
   */
  constructor(longest: number | undefined, onLate: (tasks: readonly Task[]) => void) {
    this.#longest = longest;
    this.#onLate = onLate;
  }

  get count(): number {
    return this.#list.length;
  }

  /** The one that the GPU works on comes first. */
  get list(): readonly Flight<Task>[] {
    return this.#list;
  }

  /** Adds a submission. Returns it with the one before it, which may have ended. */
  depart(tasks: readonly Task[]): { readonly flight: Flight<Task>; readonly before: Flight<Task> } {
    const before = this.#last;
    const flight = { tasks, begun: performance.now(), ended: 0 };
    this.#last = flight;
    this.#list.push(flight);
    if (this.#list.length === 1) this.#watch();
    return { flight, before };
  }

  /** The GPU has finished a submission. */
  arrive(flight: Flight<Task>): void {
    flight.ended = performance.now();
    this.#list.splice(this.#list.indexOf(flight), 1);
    this.#watch();
  }

  #watch(): void {
    clearTimeout(this.#clock);
    if (this.#longest === undefined || this.#list.length === 0) return;
    this.#clock = setTimeout(() => this.#onLate(this.#list[0]?.tasks ?? []), this.#longest);
    this.#clock.unref?.();
  }
}
