/** Memory for the pictures of all jobs in progress: a job waits until its own fit beside those of the others. */
import { NoirError } from '../core/errors.ts';
import { Gate } from '../core/gate.ts';
import { byteCount } from '../core/image.ts';
import type { Limits } from '../core/limits.ts';
import type { Plan } from '../plan/plan.ts';
import { framesAtOnce } from './frame-journey.ts';

/** The frames that a job works on, each by the same plan. */
export interface Work {
  readonly plan: Plan;
  readonly count: number;
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
   * Resolves with what gives the memory back. Throws `busy` when too many wait already and the job does not, and
   * `shutting-down` after `close`, and the signal's reason.
   */
  async enter(work: Work, signal: AbortSignal, waits = false): Promise<() => void> {
    if (this.#closing) throw new NoirError('shutting-down', 'The engine is closed');
    const bytes = bytesOf(work);
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

  /** Lets nobody in any more, and resolves when everybody has left. */
  async close(): Promise<void> {
    this.#closing = true;
    const leave = await this.#memory.enter(Number.POSITIVE_INFINITY);
    leave();
  }
}

/**
 * The picture, its further pictures, and the largest result of a step. Of several frames: a block before and behind the
 * steps, and all of them where a step has to see them all and in front of the encoder.
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
