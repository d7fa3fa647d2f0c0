/** Measures how long a piece of work takes. */

/** How long each piece of work is measured. */
export interface Patience {
  /** Milliseconds of repetitions for one sample, without the first run. */
  readonly milliseconds: number;
  /** Runs of a sample at most, and at least unless they take very long. */
  readonly most: number;
  readonly least: number;
}

/** Milliseconds. A slower run is repeated once, because compilation may have made it slow. */
const SLOW = 120;

/** Milliseconds: clocks tell nothing shorter. */
const LEAST = 1e-3;

/**
 * The least milliseconds of several runs after a warm-up run: other work on the machine can only add time. Repeats a
 * slow run once. Counts the processor time of this process, so that other processes do not matter, or wall time when
 * several threads share the work.
 */
export async function leastTime(
  run: () => Promise<unknown>,
  { milliseconds, most, least }: Patience,
): Promise<number> {
  const first = await timeOf(run);
  if (most <= 1) return Math.max(LEAST, first);
  if (first > SLOW) return Math.max(LEAST, Math.min(first, await timeOf(run)));
  let best = first;
  let total = 0;
  for (let runs = 0; runs < most && (runs < least || total < milliseconds); runs++) {
    const taken = await timeOf(run);
    best = Math.min(best, taken);
    total += taken;
  }
  return Math.max(LEAST, best);
}

async function timeOf(run: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  const used = process.cpuUsage();
  await run();
  const { user, system } = process.cpuUsage(used);
  return Math.min(performance.now() - begun, (user + system) / 1000);
}
