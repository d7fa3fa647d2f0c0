/** Limits the calls into libvips that run at once. Others wait here, where they can be cancelled. */
import { availableParallelism } from 'node:os';
import { Gate } from '../../core/gate.ts';
import { abandonable, type Run, UNBOUND } from '../../core/run.ts';
import { holdSettings } from './load.ts';

/**
 * Calls at once: one more than there are cores. Otherwise a core would idle until the main thread starts the next
 * call.
 */
export const MOST_CALLS = availableParallelism() + 1;

const turns = new Gate(MOST_CALLS);

/**
 * Runs one call into libvips, such as `toBuffer`. A waiting call leaves as soon as the run aborts. A running call
 * cannot be interrupted: the caller gets the run's reason at once, and the slot is freed when the call ends. `work`
 * must not call this function itself.
 */
export async function callLibvips<Result>(work: () => Promise<Result>, run: Run = UNBOUND): Promise<Result> {
  const leave = await turns.enter(1, run.signal);
  if (run.signal.aborted) {
    leave();
    throw run.signal.reason;
  }
  holdSettings();
  const call = (async () => work())().finally(leave);
  return abandonable(call, run);
}
