/** Lets as many calls into libvips run at once as there are cores; the others wait here, where they can leave. */
import { availableParallelism } from 'node:os';
import { Gate } from '../../core/gate.ts';
import { abandonable, type Run, UNBOUND } from '../../core/run.ts';

const turns = new Gate(availableParallelism());

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
