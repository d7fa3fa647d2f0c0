// Gives a device its tasks: batches them, keeps two submissions in flight, and lets go of tasks that are aborted.
import type { BackendResult } from '../backend.ts';
import type { Device } from './device.ts';
import { validated } from './error-scope.ts';
import type { Submission, Turn } from './submission.ts';

/** One for the GPU to work on, and one that is there when it is done; later tasks wait, and go together. */
const MOST_IN_FLIGHT = 2;

/** Tasks in one submission. */
const MOST_TASKS = 8;

/**
 * Bytes that the tasks of one submission work with. A GPU takes about a millisecond to go through so much, beside
 * which a submission costs nothing; and the first task is read no sooner than the last one.
 */
const MOST_BYTES = 2 ** 28;

/** How often the GPU was given something. */
export interface SubmissionStats {
  readonly submissions: number;
  /** Tasks in them; one that is submitted again counts again. */
  readonly tasks: number;
}

/** A task for the GPU. */
export interface QueuedTask {
  /** Bytes of the GPU's memory that it works with. */
  readonly bytes: number;
  /** Gives a new one for each attempt. */
  readonly open: () => Submission;
  /** Aborts when nobody wants the result any more. */
  readonly signal: AbortSignal;
}

interface Waiting extends QueuedTask {
  readonly since: number;
  /** Whether it was part of a submission that the device found something wrong with. */
  suspected: boolean;
  resolve(result: BackendResult | undefined): void;
  reject(error: unknown): void;
}

interface Recorded {
  readonly task: Waiting;
  readonly submission: Submission;
  readonly commands: GPUCommandBuffer;
  /** Milliseconds that it waited to be recorded. */
  readonly waited: number;
}

/** A submission on its way. */
interface Flight {
  readonly begun: number;
  /** Set when the GPU is done with it. */
  ended: number;
}

/**
 * Gives a device its tasks, first come, first served. What comes while the GPU is busy is submitted together, since a
 * submission has its price whatever is in it. Each task is a command buffer of its own, so that one that cannot be
 * recorded is left out; where the device finds something wrong with a submission, its tasks are run again, each alone.
 */
export class SubmissionQueue {
  readonly #opened: Device;
  /** Suspected ones first. */
  readonly #waiting: Waiting[] = [];
  #gathering = false;
  #inFlight = 0;
  #last: Flight = { begun: 0, ended: 0 };
  #submissions = 0;
  #tasks = 0;

  constructor(opened: Device) {
    this.#opened = opened;
    opened.loss.addEventListener('abort', () => this.#advance());
  }

  stats(): SubmissionStats {
    return { submissions: this.#submissions, tasks: this.#tasks };
  }

  /**
   * The result of a task. A task that is aborted while it waits leaves at once, and rejects with its signal's reason.
   * One that is aborted later rejects when the GPU is done with it, as there is no way to stop the GPU.
   */
  run(task: QueuedTask): Promise<BackendResult | undefined> {
    return new Promise((resolve, reject) => {
      task.signal.throwIfAborted();
      const leave = () => {
        const place = this.#waiting.indexOf(waiting);
        if (place < 0) return;
        this.#waiting.splice(place, 1);
        reject(task.signal.reason);
      };
      const settled = <Value>(settle: (value: Value) => void) => {
        return (value: Value) => {
          task.signal.removeEventListener('abort', leave);
          settle(value);
        };
      };
      const since = performance.now();
      const ends = { resolve: settled(resolve), reject: settled(reject) };
      const waiting: Waiting = { ...task, since, suspected: false, ...ends };
      task.signal.addEventListener('abort', leave, { once: true });
      this.#waiting.push(waiting);
      this.#gather();
    });
  }

  /** Submits once the microtasks at hand have run: tasks that come together go together. */
  #gather(): void {
    if (this.#gathering) return;
    this.#gathering = true;
    queueMicrotask(() => {
      this.#gathering = false;
      this.#advance();
    });
  }

  #advance(): void {
    const { loss } = this.#opened;
    if (loss.aborted) for (const { reject } of this.#waiting.splice(0)) reject(loss.reason);
    while (this.#waiting.length > 0 && this.#inFlight < MOST_IN_FLIGHT) this.#submit(this.#takeBatch());
  }

  #takeBatch(): Waiting[] {
    if (this.#waiting[0]?.suspected) return this.#waiting.splice(0, 1);
    let bytes = 0;
    const tooMany = this.#waiting.findIndex((task, index) => {
      bytes += task.bytes;
      return index === MOST_TASKS || (index > 0 && bytes > MOST_BYTES);
    });
    return this.#waiting.splice(0, tooMany < 0 ? this.#waiting.length : tooMany);
  }

  #submit(tasks: readonly Waiting[]): void {
    const { device } = this.#opened;
    const recorded: Recorded[] = [];
    const valid = validated(device, () => {
      for (const task of tasks) record(task, recorded);
      if (recorded.length > 0) device.queue.submit(recorded.map(({ commands }) => commands));
    });
    // Where nothing was submitted nobody waits for it.
    valid.catch(() => {});
    if (recorded.length === 0) return;
    this.#tasks += recorded.length;
    const turnOf = this.#depart();
    const again =
      recorded.length > 1 &&
      valid.then(
        () => false,
        () => true,
      );
    recorded.forEach(({ task, submission, waited }, index) => {
      const read = submission.read(valid, () => turnOf(index, waited));
      read.then(task.resolve, async (error) => (await again) || task.reject(error));
    });
    if (again) valid.catch(() => this.#suspect(recorded));
  }

  /** Counts what was just submitted until the GPU is done with it. Gives what tells each task's turn. */
  #depart(): (index: number, waited: number) => Turn {
    const before = this.#last;
    const busy = this.#inFlight > 0;
    const flight: Flight = { begun: performance.now(), ended: 0 };
    this.#last = flight;
    this.#submissions++;
    this.#inFlight++;
    const end = () => {
      flight.ended = performance.now();
      this.#inFlight--;
      this.#advance();
    };
    this.#opened.device.queue.onSubmittedWorkDone().then(end, end);
    return (index, waited) => {
      const begun = Math.max(flight.begun, before.ended);
      return busy || index > 0 ? { begun, queue: waited + begun - flight.begun } : { begun };
    };
  }

  /** Runs tasks again, each alone, before those that came later; but none that was aborted meanwhile. */
  #suspect(recorded: readonly Recorded[]): void {
    for (const { task } of recorded) {
      if (task.signal.aborted) task.reject(task.signal.reason);
      else task.suspected = true;
    }
    const wanted = recorded.map(({ task }) => task).filter(({ suspected }) => suspected);
    const end = this.#waiting.findIndex(({ suspected }) => !suspected);
    this.#waiting.splice(end < 0 ? this.#waiting.length : end, 0, ...wanted);
    this.#gather();
  }
}

/** Adds a task to what is recorded, or rejects it. */
function record(task: Waiting, recorded: Recorded[]): void {
  const waited = performance.now() - task.since;
  try {
    const submission = task.open();
    recorded.push({ task, submission, commands: submission.record(), waited });
  } catch (error) {
    task.reject(error);
  }
}
