/**
 * Notices that a worker does not react any more, such as in a loop without an end. Kernels give the event loop its turn
 * every few milliseconds, and calls into native code run on other threads.
 */

/** Milliseconds between two questions. */
const EVERY = 500;

/** Questions without an answer after which the worker counts as silent. */
const MOST = 4;

interface PulseOptions {
  ask(): void;
  /** Called every half second while the worker is silent. */
  onSilence(): void;
}

export class Pulse {
  readonly #options: PulseOptions;
  #timer: NodeJS.Timeout | undefined;
  #open = 0;

  constructor(options: PulseOptions) {
    this.#options = options;
  }

  /** Begins to ask. Does nothing when it asks already. */
  start(): void {
    this.#timer ??= setInterval(() => this.#look(), EVERY).unref();
  }

  /** The worker has said something. */
  heard(): void {
    this.#open = 0;
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#open = 0;
  }

  /** Counts questions, not time: where this process itself was held up, the answers are still to be read. */
  #look(): void {
    if (this.#open >= MOST) this.#options.onSilence();
    this.#open++;
    this.#options.ask();
  }
}
