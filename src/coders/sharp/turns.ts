/** Bounds the calls into libvips that run at once. The others wait here, where they can leave. */
import { availableParallelism } from 'node:os';
import { Gate } from '../../core/gate.ts';
import { abandonable, type Run, UNBOUND } from '../../core/run.ts';

/**
 * Calls that run at once: one more than there are cores. The core of a call that ends would otherwise idle until the
 * main thread has started the next one.
 */
export const MOST_CALLS = availableParallelism() + 1;

const turns = new Gate(MOST_CALLS);

/**
 * The result of one call into libvips, such as `toBuffer`. A call that waits for its turn leaves as soon as the run is
 * aborted. One that runs is not interrupted: the caller gets the run's reason at once, and the turn is given back when
 * the call ends. `work` must not call this function itself.
 */
export async function callLibvips<Result>(work: () => Promise<Result>, run: Run = UNBOUND): Promise<Result> {
  const leave = await turns.enter(1, run.signal);
  if (run.signal.aborted) {
    leave();
    throw run.signal.reason;
  }
  const call = (async () => work())().finally(leave);
  return abandonable(call, run);
}
