import type { Run } from './run.ts';

/**
 * Long work on the processor that lets go of the event loop. Such work is a generator: it yields between two pieces of
 * some milliseconds at most, and whoever drives it decides whether to go on at once, later, or never. Two pieces of
 * one work may be far apart, with pieces of other work in between, so a generator keeps nothing in places that
 * others write to.
 */
export type Work<Result> = Generator<void, Result, void>;

/** Milliseconds for which work holds the event loop. With a piece of work on top it stays below 15. */
const TURN = 8;

/** Pixels between two yields where a pixel takes some nanoseconds: a yield then costs less than a hundredth. */
const PIXELS = 2 ** 14;

const generators: object = Object.getPrototypeOf(function* () {}).prototype;

/** Whether a value is work rather than a result. Results are samples, JSON or nothing, and never generators. */
export function isWork<Result>(value: Result | Work<Result>): value is Work<Result> {
  return Object.prototype.isPrototypeOf.call(generators, value as object);
}

/** Work that ends at once with a result, or that does what was begun. */
export function* workOf<Result>(begun: Result | Work<Result>): Work<Result> {
  return isWork(begun) ? yield* begun : begun;
}

/** Does all of some work at once, and holds the event loop meanwhile: for tests, and for small pictures. */
export function toEnd<Result>(begun: Result | Work<Result>): Result {
  if (!isWork(begun)) return begun;
  for (;;) {
    const step = begun.next();
    if (step.done) return step.value;
  }
}

/**
 * Does work in turns of some milliseconds and lets everything else run in between. Rejects with the run's reason
 * before the next turn where the run is aborted; what the work holds is then released by its `finally`. With a `turn`
 * of 0 milliseconds it lets go after each piece.
 */
export async function inTurns<Result>(
  begun: Result | Work<Result>,
  { signal }: Run,
  turn = TURN,
): Promise<Result> {
  if (!isWork(begun)) return begun;
  try {
    for (;;) {
      await nextTurn(signal);
      const end = performance.now() + turn;
      do {
        const step = begun.next();
        if (step.done) return step.value;
      } while (performance.now() < end);
    }
  } finally {
    begun.return(undefined as never);
  }
}

/** Rows of a picture between two yields, for so many pixels between them. */
export function rowsPerYield(width: number, pixels: number = PIXELS): number {
  return Math.max(1, Math.floor(pixels / width));
}

interface Waiter {
  readonly signal: AbortSignal;
  begin(): void;
  leave(reason: unknown): void;
}

/** Work that waits for its next turn, first come, first served. */
let waiting: Waiter[] = [];

/**
 * Resolves when it is this work's turn. All immediates that are due run in one round of the event loop, so there is one
 * for all work together, which lets in one turn a round: however many jobs there are, none of them can add its turn
 * to another's.
 */
function nextTurn(signal: AbortSignal): Promise<void> {
  return new Promise((begin, leave) => {
    if (waiting.push({ signal, begin, leave }) === 1) setImmediate(letIn);
  });
}

function letIn(): void {
  for (const { signal, leave } of waiting) if (signal.aborted) leave(signal.reason);
  const [first, ...others] = waiting.filter(({ signal }) => !signal.aborted);
  waiting = others;
  if (others.length > 0) setImmediate(letIn);
  first?.begin();
}
