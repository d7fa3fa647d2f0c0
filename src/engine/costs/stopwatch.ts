/** How long each piece of work is measured. */
export interface Patience {
  /** Milliseconds for which one sample is repeated, the first run aside. */
  readonly milliseconds: number;
  /** Runs of a sample at most, and at least unless they take very long. */
  readonly most: number;
  readonly least: number;
}

/** A run that takes longer, in milliseconds, is not repeated. */
const SLOW = 400;

/**
 * The least milliseconds of several runs after one that warms up: whatever else a machine does can only add to it.
 * A first run that is slow counts itself.
 */
export async function leastTime(
  run: () => Promise<unknown>,
  { milliseconds, most, least }: Patience,
): Promise<number> {
  const time = async () => {
    const begun = performance.now();
    await run();
    return performance.now() - begun;
  };
  const first = await time();
  if (most <= 1 || first > SLOW) return Math.max(first, 1e-3);
  let best = Number.POSITIVE_INFINITY;
  let total = 0;
  for (let runs = 0; runs < most && (runs < least || total < milliseconds); runs++) {
    const taken = await time();
    best = Math.min(best, taken);
    total += taken;
  }
  return Math.max(best, 1e-3);
}
