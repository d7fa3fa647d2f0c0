// How callers leave work on the GPU that they no longer want.
import { abandonable, type Run } from '../../core/run.ts';

/** Waits for work that others need as well, such as compiling; rejects with the run's reason as soon as it is aborted. */
export function unlessAborted<Result>(shared: Promise<Result>, { signal }: Run): Promise<Result> {
  return abandonable(shared, { signal, outlives: () => {} });
}

/** As `abandonable`; a result that nobody waits for any more is released. */
export function abandonableLoan<Loan extends { release(): void } | undefined>(
  work: Promise<Loan>,
  run: Run,
): Promise<Loan> {
  const result = abandonable(work, run);
  result.catch(() => work.then((loan) => loan?.release())).catch(() => {});
  return result;
}
