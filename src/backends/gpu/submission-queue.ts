// The queue of tasks in front of a device. It batches them, keeps two submissions in flight, drops aborted tasks, and
// gives a device up that does not finish.
import { NoirError } from '../../core/errors.ts';
import type { BackendResult } from '../backend.ts';
import type { Device } from './device.ts';
import { validated } from './error-scope.ts';
import { Flights } from './flights.ts';
import type { Submission, Turn } from './submission.ts';

/**
 * Submissions in flight: one that the GPU works on, and one ready to follow. Later tasks wait and share a
 * submission.
 */
const MOST_IN_FLIGHT = 2;

/** Number of tasks in one submission. */
const MOST_TASKS = 8;

/**
 * Bytes that the tasks of one submission work on. A GPU passes over that much in about 1 ms, so the price of a
 * submission no longer matters; and no task can be read before the last one of its submission is done.
 */
const MOST_BYTES = 2 ** 28;

/** Counters of the queue. */
export interface SubmissionStats {
  readonly submissions: number;
  /** Submitted tasks. A task that is submitted again counts again. */
  readonly tasks: number;
}

/** A task that waits for the GPU. */
export interface QueuedTask {
  /** GPU memory of the task in bytes. */
  readonly bytes: number;
  /** Creates a fresh submission for each attempt. */
  readonly open: () => Submission;
  /** Aborts when nobody wants the result any more. */
  readonly signal: AbortSignal;
}

interface Waiting extends QueuedTask {
  readonly since: number;
  /** Whether the task was part of a submission that failed validation. */
  suspected: boolean;
  resolve(result: BackendResult | undefined): void;
  reject(error: unknown): void;
}

interface Recorded {
  readonly task: Waiting;
  readonly submission: Submission;
  readonly commands: GPUCommandBuffer;
  /** Milliseconds between arrival and recording. */
  readonly waited: number;
}

/**
 * Submits tasks first come, first served. Tasks that arrive while the GPU is busy share a submission, because each
 * submission has a fixed price. Each task is a command buffer of its own: one that cannot be recorded is left out.
 * When a shared submission fails validation, its tasks run again, one by one.
 */
export class SubmissionQueue {
  readonly #opened: Device;
  /** Suspected tasks first. */
  readonly #waiting: Waiting[] = [];
  #gathering = false;
  readonly #flights: Flights<Waiting>;
  #submissions = 0;
  #tasks = 0;

  /** `longest` is the milliseconds that the GPU may take for a submission. */
  constructor(opened: Device, longest?: number) {
    this.#opened = opened;
    this.#flights = new Flights(longest, (tasks) => this.#giveUp(tasks));
    opened.loss.addEventListener('abort', () => this.#advance());
  }

  stats(): SubmissionStats {
    return { submissions: this.#submissions, tasks: this.#tasks };
  }

  /**
   * The result of a task. A task that aborts while it waits leaves at once and rejects with its signal's reason. A
   * task that aborts later rejects when the GPU is done, because the GPU cannot be stopped.
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

  /** Submits after the current microtasks, so that tasks which arrive together share a submission. */
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
    while (this.#waiting.length > 0 && this.#flights.count < MOST_IN_FLIGHT) this.#submit(this.#takeBatch());
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
    // If nothing was submitted, nobody awaits this promise.
    valid.catch(() => {});
    if (recorded.length === 0) return;
    this.#tasks += recorded.length;
    const turnOf = this.#depart(recorded.map(({ task }) => task));
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

  /** Counts a submission as in flight until the GPU is done. Returns a function that describes each task's turn. */
  #depart(tasks: readonly Waiting[]): (index: number, waited: number) => Turn {
    const busy = this.#flights.count > 0;
    const { flight, before } = this.#flights.depart(tasks);
    this.#submissions++;
    const end = () => {
      this.#flights.arrive(flight);
      this.#advance();
    };
    this.#opened.device.queue.onSubmittedWorkDone().then(end, end);
    return (index, waited) => {
      const begun = Math.max(flight.begun, before.ended);
      return busy || index > 0 ? { begun, queue: waited + begun - flight.begun } : { begun };
    };
  }

  /**
   * Gives the device up, because the GPU does not finish a submission. A task alone in it is at fault, and gets
   * `deadline`. The others may go on elsewhere.
   */
  #giveUp([first, ...others]: readonly Waiting[]): void {
    const deadline = new NoirError(
      'deadline',
      'The work on the GPU took longer than it may; NOIR_GPU=off does it without the GPU',
    );
    const hangs = new Error('the GPU does not finish its work', { cause: deadline });
    if (others.length === 0) first?.reject(deadline);
    for (const { tasks } of this.#flights.list) for (const task of tasks) task.reject(hangs);
    this.#opened.giveUp(hangs);
  }

  /**
   * Puts the tasks of a failed submission back at the front, to run one by one. Rejects those that were aborted
   * meanwhile.
   */
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

/** Records a task's commands, or rejects the task. */
function record(task: Waiting, recorded: Recorded[]): void {
  const waited = performance.now() - task.since;
  try {
    const submission = task.open();
    recorded.push({ task, submission, commands: submission.record(), waited });
  } catch (error) {
    task.reject(error);
  }
}
