// Gives a device its jobs: batches them, keeps two submissions in flight, and lets go of jobs that are aborted.
import type { BackendResult } from '../backend.ts';
import type { Device } from './device.ts';
import { validated } from './error-scope.ts';
import type { Submission, Turn } from './submission.ts';

/** One for the GPU to work on, and one that is there when it is done; later jobs wait, and go together. */
const MOST_IN_FLIGHT = 2;

/** Jobs in one submission. */
const MOST_JOBS = 8;

/**
 * Bytes that the jobs of one submission work with. A GPU takes about a millisecond to go through so much, beside
 * which a submission costs nothing; and the first job is read no sooner than the last one.
 */
const MOST_BYTES = 2 ** 28;

/** How often the GPU was given something. */
export interface SubmissionStats {
  readonly submissions: number;
  /** Jobs in them; one that is submitted again counts again. */
  readonly jobs: number;
}

/** A job for the GPU. */
export interface QueuedJob {
  /** Bytes of the GPU's memory that it works with. */
  readonly bytes: number;
  /** Gives a new one for each attempt. */
  readonly open: () => Submission;
  /** Aborts when nobody wants the result any more. */
  readonly signal: AbortSignal;
}

interface Waiting extends QueuedJob {
  readonly since: number;
  /** Whether it was part of a submission that the device found something wrong with. */
  suspected: boolean;
  resolve(result: BackendResult | undefined): void;
  reject(error: unknown): void;
}

interface Recorded {
  readonly job: Waiting;
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
 * Gives a device its jobs, first come, first served. What comes while the GPU is busy is submitted together, since a
 * submission has its price whatever is in it. Each job is a command buffer of its own, so that one that cannot be
 * recorded is left out; where the device finds something wrong with a submission, its jobs are run again, each alone.
 */
export class SubmissionQueue {
  readonly #opened: Device;
  /** Suspected ones first. */
  readonly #waiting: Waiting[] = [];
  #gathering = false;
  #inFlight = 0;
  #last: Flight = { begun: 0, ended: 0 };
  #submissions = 0;
  #jobs = 0;

  constructor(opened: Device) {
    this.#opened = opened;
    opened.loss.addEventListener('abort', () => this.#advance());
  }

  stats(): SubmissionStats {
    return { submissions: this.#submissions, jobs: this.#jobs };
  }

  /**
   * The result of a job. A job that is aborted while it waits leaves at once, and rejects with its signal's reason.
   * One that is aborted later rejects when the GPU is done with it, as there is no way to stop the GPU.
   */
  run(job: QueuedJob): Promise<BackendResult | undefined> {
    return new Promise((resolve, reject) => {
      job.signal.throwIfAborted();
      const leave = () => {
        const place = this.#waiting.indexOf(waiting);
        if (place < 0) return;
        this.#waiting.splice(place, 1);
        reject(job.signal.reason);
      };
      const settled = <Value>(settle: (value: Value) => void) => {
        return (value: Value) => {
          job.signal.removeEventListener('abort', leave);
          settle(value);
        };
      };
      const since = performance.now();
      const ends = { resolve: settled(resolve), reject: settled(reject) };
      const waiting: Waiting = { ...job, since, suspected: false, ...ends };
      job.signal.addEventListener('abort', leave, { once: true });
      this.#waiting.push(waiting);
      this.#gather();
    });
  }

  /** Submits once the microtasks at hand have run: jobs that come together go together. */
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
    const tooMany = this.#waiting.findIndex((job, index) => {
      bytes += job.bytes;
      return index === MOST_JOBS || (index > 0 && bytes > MOST_BYTES);
    });
    return this.#waiting.splice(0, tooMany < 0 ? this.#waiting.length : tooMany);
  }

  #submit(jobs: readonly Waiting[]): void {
    const { device } = this.#opened;
    const recorded: Recorded[] = [];
    const valid = validated(device, () => {
      for (const job of jobs) record(job, recorded);
      if (recorded.length > 0) device.queue.submit(recorded.map(({ commands }) => commands));
    });
    // Where nothing was submitted nobody waits for it.
    valid.catch(() => {});
    if (recorded.length === 0) return;
    this.#jobs += recorded.length;
    const turnOf = this.#depart();
    const again =
      recorded.length > 1 &&
      valid.then(
        () => false,
        () => true,
      );
    recorded.forEach(({ job, submission, waited }, index) => {
      const read = submission.read(valid, () => turnOf(index, waited));
      read.then(job.resolve, async (error) => (await again) || job.reject(error));
    });
    if (again) valid.catch(() => this.#suspect(recorded));
  }

  /** Counts what was just submitted until the GPU is done with it. Gives what tells each job's turn. */
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

  /** Runs jobs again, each alone, before those that came later; but none that was aborted meanwhile. */
  #suspect(recorded: readonly Recorded[]): void {
    for (const { job } of recorded) {
      if (job.signal.aborted) job.reject(job.signal.reason);
      else job.suspected = true;
    }
    const wanted = recorded.map(({ job }) => job).filter(({ suspected }) => suspected);
    const end = this.#waiting.findIndex(({ suspected }) => !suspected);
    this.#waiting.splice(end < 0 ? this.#waiting.length : end, 0, ...wanted);
    this.#gather();
  }
}

/** Adds a job to what is recorded, or rejects it. */
function record(job: Waiting, recorded: Recorded[]): void {
  const waited = performance.now() - job.since;
  try {
    const submission = job.open();
    recorded.push({ job, submission, commands: submission.record(), waited });
  } catch (error) {
    job.reject(error);
  }
}
