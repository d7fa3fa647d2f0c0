/** Splits a coder's long loops into pieces, so that other requests get their turn and a cancelled job stops. */
import { setImmediate } from 'node:timers/promises';
import { type Run, UNBOUND } from '../core/run.ts';

/** Milliseconds after which work yields to the event loop. */
const HOLD = 8;

/** Samples per piece: well under a millisecond of a coder's work. */
const PIECE = 1 << 16;

/** Work that ends a piece at every `yield`. */
export type InPieces<Result> = Generator<void, Result, void>;

/** Runs the work to its end. Throws the run's reason after an abort; the work's `finally` blocks then run. */
export async function withPauses<Result>(work: InPieces<Result>, { signal }: Run = UNBOUND): Promise<Result> {
  try {
    for (let begun = performance.now(); ; ) {
      signal.throwIfAborted();
      const { done, value } = work.next();
      if (done) return value;
      if (performance.now() - begun < HOLD) continue;
      await setImmediate();
      begun = performance.now();
    }
  } finally {
    work.return(undefined as never);
  }
}

/** Calls `work` on pieces of the range 0 to `count`, each of about `PIECE` samples. */
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
