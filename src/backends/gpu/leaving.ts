// Lets callers leave GPU work whose result they no longer want.
import { abandonable, type Run } from '../../core/run.ts';

/**
 * Waits for work that others share, such as a compilation. Rejects with the run's reason as soon as the run aborts.
 */
export function unlessAborted<Result>(shared: Promise<Result>, { signal }: Run): Promise<Result> {
  return abandonable(shared, { signal, outlives: () => {} });
}

/** Like `abandonable`, and releases a result that arrives after its caller has left. */
export function abandonableLoan<Loan extends { release(): void } | undefined>(
  work: Promise<Loan>,
  run: Run,
): Promise<Loan> {
  const result = abandonable(work, run);
  result.catch(() => work.then((loan) => loan?.release())).catch(() => {});
  return result;
}
