/** Limits the memory of all jobs in progress: a job waits until its pictures fit beside those of the other jobs. */
import { NoirError } from '../core/errors.ts';
import { Gate } from '../core/gate.ts';
import { byteCount } from '../core/image.ts';
import type { Limits } from '../core/limits.ts';
import type { Plan } from '../plan/plan.ts';
import { framesAtOnce } from './frame-journey.ts';

/** The frames that a job works on, each by the same plan. */
interface Work {
  readonly plan: Plan;
  readonly count: number;
}

/** The work of a job: the common steps of several outputs, if there are any, and that of each output. */
export interface Works {
  readonly trunk?: Work | undefined;
  readonly goals: readonly Work[];
}

/** Lets jobs in by the bytes of their pictures. */
export class Admission {
  readonly #memory: Gate;
  readonly #queue: number;
  #closing = false;
  #inside = 0;

  constructor({ totalBytes, queue }: Limits) {
    this.#memory = new Gate(totalBytes);
    this.#queue = queue;
  }

  /** Jobs that have been let in, and jobs that wait. */
  get counts(): { readonly running: number; readonly waiting: number } {
    return { running: this.#inside, waiting: this.#memory.waiting };
  }

  /**
   * Resolves with a function that gives the memory back. Throws `busy` when the queue is full, unless `waits` is set;
   * `shutting-down` after `close`; and the signal's reason when it aborts.
   */
  async enter({ trunk, goals }: Works, signal: AbortSignal, waits = false): Promise<() => void> {
    if (this.#closing) throw new NoirError('shutting-down', 'The engine is closed');
    // Outputs are made one after another. Those of one step may be kept for smaller ones.
    const kept = trunk ? goals.filter(({ plan, count }) => plan.steps.length === 1 && count === 1) : [];
    const keeping = kept.reduce((sum, { plan }) => sum + byteCount(plan.output), 0);
    const bytes = (trunk ? bytesOf(trunk) : 0) + Math.max(...goals.map(bytesOf)) + keeping;
    if (!waits && !this.#memory.hasRoom(bytes) && this.#memory.waiting >= this.#queue) {
      throw new NoirError('busy', 'Too many pictures are waiting; try again in a second');
    }
    const leave = await this.#memory.enter(bytes, signal);
    this.#inside++;
    return () => {
      this.#inside--;
      leave();
    };
  }

  /** Admits no more jobs, and resolves when all admitted jobs have left. */
  async close(): Promise<void> {
    this.#closing = true;
    const leave = await this.#memory.enter(Number.POSITIVE_INFINITY);
    leave();
  }
}

/**
 * Peak bytes of a job: the picture, its further pictures, and the largest result of a step. With several frames: also
 * a block of frames before and after the steps, and every frame at a step that needs them all and before the encoder.
 */
function bytesOf({ plan: { input, output, steps }, count }: Work): number {
  const further = new Set(steps.flatMap(({ others }) => others));
  const others = [...further].reduce((sum, shape) => sum + byteCount(shape), 0);
  const largest = Math.max(0, ...steps.map(({ output }) => byteCount(output)));
  const once = others + byteCount(input) + largest;
  if (count === 1) return once;
  const block = Math.min(count, framesAtOnce(input));
  const held = steps.filter(({ op, params }) => op.settle?.(params)).map((step) => byteCount(step.input));
  return once + block * (byteCount(input) + largest) + count * (byteCount(output) + Math.max(0, ...held));
}
