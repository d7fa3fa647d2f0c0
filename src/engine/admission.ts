/** Limits the memory of all jobs in progress: a job waits until its pictures fit beside those of the other jobs. */
import type { Leg } from '../backends/leg.ts';
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

/** Memory that a job holds. */
export interface Room {
  /** Holds enough for a leg. Rejects with `busy`, with `shutting-down`, or with the signal's reason. */
  admit(leg: Pick<Leg, 'memory'>): Promise<void>;
  leave(): void;
}

/** Part of all memory that small jobs have for themselves, so that they do not wait behind large ones. */
const FOR_SMALL = 1 / 4;

/** Part of all memory up to which a job is small. */
const SMALL = 1 / 16;

/** Lets jobs in by the bytes of their pictures. */
export class Admission {
  readonly #small: Gate;
  readonly #large: Gate;
  readonly #limits: Limits;
  #closing = false;
  #inside = 0;

  constructor(limits: Limits) {
    this.#limits = limits;
    this.#small = new Gate(limits.totalBytes * FOR_SMALL);
    this.#large = new Gate(limits.totalBytes * (1 - FOR_SMALL));
  }

  /** Jobs that have been let in, and jobs that wait. */
  get counts(): { readonly running: number; readonly waiting: number } {
    return { running: this.#inside, waiting: this.#small.waiting + this.#large.waiting };
  }

  /**
   * Memory for a job, none of which is held yet. A leg that says what it takes gets that, which is little for a pipeline
   * from file to file; any other gets enough for all pictures of the job.
   */
  open({ trunk, goals }: Works, signal: AbortSignal, waits = false): Room {
    // Outputs are made one after another.
    const whole = (trunk ? bytesOf(trunk) : 0) + Math.max(...goals.map(bytesOf));
    let [held, leave] = [-1, () => {}];
    return {
      admit: async ({ memory = whole }) => {
        if (memory <= held) return;
        // A job that was let in goes on until its end.
        if (this.#closing && held < 0) throw new NoirError('shutting-down', 'The engine is closed');
        // Gives back first: two jobs that wait for each other's memory would wait for ever.
        leave();
        leave = () => {};
        leave = await this.#enter(memory, signal, waits);
        held = memory;
      },
      leave: () => leave(),
    };
  }

  /**
   * Resolves with a function that gives the memory back. Throws `busy` when the queue is full, unless `waits` is set, and
   * the signal's reason when it aborts.
   */
  async #enter(bytes: number, signal: AbortSignal, waits: boolean): Promise<() => void> {
    const { totalBytes, queue } = this.#limits;
    const gate = bytes <= totalBytes * SMALL ? this.#small : this.#large;
    if (!waits && !gate.hasRoom(bytes) && this.counts.waiting >= queue) {
      throw new NoirError('busy', 'Too many pictures are waiting; try again in a second');
    }
    const leave = await gate.enter(bytes, signal);
    this.#inside++;
    return () => {
      this.#inside--;
      leave();
    };
  }

  /** Admits no more jobs, and resolves when all admitted jobs have left. */
  async close(): Promise<void> {
    this.#closing = true;
    for (let isEmpty = false; !isEmpty; ) {
      const leaveSmall = await this.#small.enter(Number.POSITIVE_INFINITY);
      const leaveLarge = await this.#large.enter(Number.POSITIVE_INFINITY);
      // A job that needs more memory has given back what it held, and waits behind this.
      isEmpty = this.counts.waiting === 0;
      leaveSmall();
      leaveLarge();
    }
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
