/** Cooperative multitasking on the event loop: long work is a generator that yields between short pieces. */
import type { Run } from './run.ts';

/**
 * Long CPU work. It yields at least every few milliseconds, and the caller decides when to continue, or never to.
 * Other work may run between two pieces, so a generator keeps no state where others write.
 */
export type Work<Result> = Generator<void, Result, void>;

/**
 * Milliseconds of a turn; the last piece comes on top. Each step of another job in this process may have to wait for one, so a
 * thumbnail beside long kernels is a fifth quicker than with turns of 8 ms.
 */
const TURN = 3;

/** Milliseconds between two turns of heavy work while light jobs are in progress here: it keeps a third of its time. */
const PAUSE = 6;

/**
 * Default number of pixels between yields, for kernels that take nanoseconds per pixel. More of them gain nothing: bands that
 * fit into the caches make up for the yields, and quarter turns take twice as long with four times as many.
 */
const PIXELS = 2 ** 14;

const generators: object = Object.getPrototypeOf(function* () {}).prototype;

/** Whether a value is work rather than a result. Results are samples, JSON or nothing, never generators. */
export function isWork<Result>(value: Result | Work<Result>): value is Work<Result> {
  return Object.prototype.isPrototypeOf.call(generators, value as object);
}

/** Makes work of a result, or returns work unchanged. */
export function* workOf<Result>(begun: Result | Work<Result>): Work<Result> {
  return isWork(begun) ? yield* begun : begun;
}

/** Runs work to its end while blocking the event loop. For tests and small pictures. */
export function toEnd<Result>(begun: Result | Work<Result>): Result {
  if (!isWork(begun)) return begun;
  for (;;) {
    const step = begun.next();
    if (step.done) return step.value;
  }
}

/** Whether this thread may do what others could do as well: always, never, or while it does nothing else in turns. */
export type ThreadUse = boolean | 'free';

/** Work in turns that is in progress in this process. */
let inProgress = 0;

/** Whether to do such work in this thread now. */
export function mayUseThread(use: ThreadUse): boolean {
  return use === 'free' ? inProgress === 0 : use;
}

/**
 * Runs work in turns of some milliseconds, and lets other events run in between. Rejects with the run's reason
 * before the next turn after an abort; the work's `finally` blocks then run. A `turn` of 0 yields after every
 * piece.
 */
export async function inTurns<Result>(
  begun: Result | Work<Result>,
  { signal, isLight = false }: Run,
  turn = TURN,
): Promise<Result> {
  if (!isWork(begun)) return begun;
  inProgress++;
  try {
    for (;;) {
      if (lightJobs > 0 && !isLight) await giveWay();
      await nextTurn(signal);
      const end = performance.now() + turn;
      do {
        const step = begun.next();
        if (step.done) return step.value;
      } while (performance.now() < end);
    }
  } finally {
    inProgress--;
    begun.return(undefined as never);
  }
}

/** Rows between two yields, for a number of pixels between them. */
export function rowsPerYield(width: number, pixels: number = PIXELS): number {
  return Math.max(1, Math.floor(pixels / width));
}

/** Light jobs in progress in this process. */
let lightJobs = 0;

/** Heavy work that gives way to them. */
const pausing = new Set<() => void>();

/** Counts a light job. While there are some, heavy work gives way. The returned function ends that, once. */
export function beginLightJob(): () => void {
  lightJobs++;
  return () => {
    lightJobs--;
    if (lightJobs === 0) for (const goOn of pausing) goOn();
  };
}

/** Resolves after a pause, or earlier when there are no light jobs any more. */
function giveWay(): Promise<void> {
  return new Promise((resolve) => {
    const goOn = () => {
      clearTimeout(timer);
      pausing.delete(goOn);
      resolve();
    };
    const timer = setTimeout(goOn, PAUSE);
    pausing.add(goOn);
  });
}

interface Waiter {
  readonly signal: AbortSignal;
  begin(): void;
  leave(reason: unknown): void;
}

/** Work that waits for its turn, first come, first served. */
let waiting: Waiter[] = [];

/**
 * Resolves when it is this work's turn. Node runs all due immediates in one round of the event loop. So all work
 * shares one immediate, which starts one turn per round: turns of several jobs never add up.
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
