/** Cancellation: the signal that tells work whether its caller still waits. */

/** Passed to all work of a job. Between two pieces of work, call `run.signal.throwIfAborted()`. */
export interface Run {
  /** Aborts when the caller leaves or the deadline passes. Its reason is the error to throw. */
  readonly signal: AbortSignal;
  /**
   * Reports work that cannot be interrupted and continues after an abort, such as a call into libvips. The job's
   * memory share is returned only when that work has ended.
   */
  outlives(work: Promise<unknown>): void;
  /** Whether the job is expected to be quick. Work of other jobs gives way to it. */
  readonly isLight?: boolean;
}

/**
 * A signal that never aborts. Shared by any number of runs, so it ignores listeners: Node warns of a leak from the
 * 11th on.
 */
const NEVER = new AbortController().signal;
NEVER.addEventListener = () => {};

/** A run that is never cancelled, for callers without a job. */
export const UNBOUND: Run = { signal: NEVER, outlives: () => {} };

/**
 * Resolves like `work`, or rejects with the run's reason as soon as the run aborts. The work itself continues, and
 * is reported to `outlives`.
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
