/**
 * What every stretch of a job is given: whether anybody still waits for the result. A stretch asks between two
 * pieces of work: `run.signal.throwIfAborted()`.
 */
export interface Run {
  /** Aborts when the caller leaves or the deadline passes. Its reason is the error to throw. */
  readonly signal: AbortSignal;
  /**
   * Reports work that cannot be interrupted and goes on after an abort, such as a call into libvips. The job's
   * share of memory is returned only when that work has ended.
   */
  outlives(work: Promise<unknown>): void;
}

/** Never aborts. Any number of runs share it, so it keeps no listeners: Node warns of a leak from the 11th on. */
const NEVER = new AbortController().signal;
NEVER.addEventListener = () => {};

/** A run that nobody cancels, for callers without a job. */
export const UNBOUND: Run = { signal: NEVER, outlives: () => {} };

/**
 * Resolves as `work` does, or rejects with the run's reason as soon as the run is aborted. The work itself goes on
 * and is reported to `outlives`.
 */
export async function abandonable<Result>(work: Promise<Result>, { signal, outlives }: Run): Promise<Result> {
  let leave = () => {};
  const left = new Promise<never>((_, reject) => {
    leave = () => {
      outlives(work.catch(() => {}));
      reject(signal.reason);
    };
  });
  if (signal.aborted) leave();
  else signal.addEventListener('abort', leave, { once: true });
  try {
    return await Promise.race([work, left]);
  } finally {
    signal.removeEventListener('abort', leave);
  }
}
