/** Runs equal work once for everybody who asks for it meanwhile. */
import { NoirError } from '../../core/errors.ts';

interface Running<Result> {
  readonly work: Promise<Result>;
  readonly controller: AbortController;
  waiting: number;
}

/** Work in progress, by key. It is aborted when nobody waits for it any more. */
export class InFlight<Result> {
  readonly #running = new Map<string, Running<Result>>();

  /**
   * The result of the work with that key, which `start` begins unless it is running already. `joined` says which. Rejects
   * with `cancelled` as soon as the caller's signal aborts.
   */
  async join(
    key: string,
    signal: AbortSignal,
    start: (signal: AbortSignal) => Promise<Result>,
  ): Promise<{ readonly result: Result; readonly joined: boolean }> {
    const known = this.#running.get(key);
    const running = known ?? this.#start(key, start);
    running.waiting++;
    try {
      return { result: await until(running.work, signal), joined: known !== undefined };
    } finally {
      if (--running.waiting === 0) this.#leave(key, running);
    }
  }

  #start(key: string, start: (signal: AbortSignal) => Promise<Result>): Running<Result> {
    const controller = new AbortController();
    // Also when `start` throws at once.
    const work = (async () => start(controller.signal))();
    const running = { work, controller, waiting: 0 };
    this.#running.set(key, running);
    const forget = () => this.#forget(key, running);
    work.then(forget, forget);
    return running;
  }

  #leave(key: string, running: Running<Result>): void {
    // Work that has ended is forgotten already, and has nobody to tell.
    if (this.#forget(key, running)) running.controller.abort(cancelled());
  }

  /** Whether the work was still known. */
  #forget(key: string, running: Running<Result>): boolean {
    return this.#running.get(key) === running && this.#running.delete(key);
  }
}

function until<Result>(work: Promise<Result>, signal: AbortSignal): Promise<Result> {
  return new Promise((resolve, reject) => {
    const leave = () => reject(cancelled());
    if (signal.aborted) leave();
    signal.addEventListener('abort', leave, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', leave));
  });
}

function cancelled(): NoirError {
  return new NoirError('cancelled', 'The client left before the answer was ready');
}
