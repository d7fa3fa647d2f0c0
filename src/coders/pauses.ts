/** Runs a coder's own long loops in pieces, so that other requests get their turn and a cancelled job stops. */
import { setImmediate } from 'node:timers/promises';
import { type Run, UNBOUND } from '../core/run.ts';

/** Milliseconds for which the event loop is held at most, as long as no piece takes longer. */
const HOLD = 8;

/** Samples of a piece: well under a millisecond for what coders do with each. */
const PIECE = 1 << 16;

/** Ends a piece of work at every `yield`. */
export type InPieces<Result> = Generator<void, Result, void>;

/** Finishes the work. Throws the run's reason once it is aborted. */
export async function withPauses<Result>(work: InPieces<Result>, { signal }: Run = UNBOUND): Promise<Result> {
  for (let begun = performance.now(); ; ) {
    signal.throwIfAborted();
    const { done, value } = work.next();
    if (done) return value;
    if (performance.now() - begun < HOLD) continue;
    await setImmediate();
    begun = performance.now();
  }
}

/** Calls `work` for each piece of 0 to `count`, of about `PIECE` samples with so many for each. */
export function* inPieces(
  count: number,
  samplesEach: number,
  work: (start: number, end: number) => void,
): InPieces<void> {
  const step = Math.max(1, Math.floor(PIECE / samplesEach));
  for (let start = 0; start < count; start += step) {
    work(start, Math.min(count, start + step));
    yield;
  }
}
