/** Ends a job's work when its caller leaves or its time is up. */
import { NoirError } from '../core/errors.ts';
import type { Run } from '../core/run.ts';
import type { Job } from './job.ts';

/** A run, with the signal and the time limit that can end it. */
export interface Patience {
  readonly run: Run;
  /** Stops the clock. */
  close(): void;
  /** Resolves when all work that outlived the run has ended. */
  settled(): Promise<void>;
}

/** The run aborts with `cancelled` or `deadline`. */
export function openRun(
  signal: AbortSignal | undefined,
  { timeLeft, isLight = false }: Pick<Job, 'timeLeft' | 'isLight'>,
): Patience {
  const controller = new AbortController();
  const leave = () =>
    controller.abort(new NoirError('cancelled', 'The caller left before the answer was ready'));
  const expire = () => controller.abort(new NoirError('deadline', describeExpiry(timeLeft as number)));
  if (signal?.aborted) leave();
  signal?.addEventListener('abort', leave, { once: true });
  // Longer times than a timer can hold are no limit.
  const limited = timeLeft !== undefined && timeLeft < 2 ** 31;
  const timer = limited ? setTimeout(expire, Math.max(0, timeLeft)) : undefined;
  const outliving = new Set<Promise<unknown>>();
  const outlives = (work: Promise<unknown>) => {
    const forget = () => {
      outliving.delete(work);
    };
    outliving.add(work);
    work.then(forget, forget);
  };
  return {
    run: { signal: controller.signal, outlives, isLight },
    close() {
      clearTimeout(timer);
      signal?.removeEventListener('abort', leave);
    },
    async settled() {
      while (outliving.size > 0) await Promise.allSettled(outliving);
    },
  };
}

function describeExpiry(timeLeft: number): string {
  const time =
    timeLeft < 1000 ? `${Math.ceil(Math.max(0, timeLeft))} ms` : `${Number((timeLeft / 1000).toFixed(2))} s`;
  return `The work took longer than the ${time} that it had; allow it more time, or ask for less`;
}
