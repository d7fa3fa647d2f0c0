/**
 * Keeps worker processes: the working ones, and perhaps one warm spare that replaces the next one that dies. Gives each job
 * to the worker with the fewest jobs. Pools from libraries were tried: workerpool 10 ends workers with SIGTERM,
 * starts a new one only then, and rejects jobs that it gives to a worker which died idle.
 */
import { NoirError, toProblem } from '../core/errors.ts';
import { Gate } from '../core/gate.ts';
import { addUsage, type Job, NO_USAGE, type Status, type Usage } from '../engine/job.ts';
import type { OnProgress } from '../engine/progress.ts';
import { countFirst } from './cores.ts';
import type { Ready, WorkerSettings } from './messages.ts';
import { type Outcome, Worker } from './worker.ts';

export interface PoolOptions {
  readonly settings: WorkerSettings;
  /** Workers beside the spare. */
  readonly workers: number;
  /** Jobs that a worker holds at once. With two, the next job is ready when one ends. */
  readonly jobs: number;
  /** Whether a spare is kept. Without one, a worker that dies is replaced by a new one. */
  readonly spare: boolean;
  /** A backend in a worker has failed, or a `worker` itself has ended. */
  onFailure(backend: string, message: string): void;
  /** A worker has ended, whether it worked or not. */
  onDeath?(): void;
}

/** A job for a worker. */
export interface PoolJob {
  readonly job: Job;
  readonly signal: AbortSignal;
  readonly onProgress?: OnProgress | undefined;
  /** Whether no other job may be in the same worker. */
  readonly alone: boolean;
}

/** Milliseconds before another worker starts after one that could not open its engine. Doubles each time. */
const RETRY = 250;
const LONGEST_RETRY = 30_000;

/** Starts that fail one after the other before jobs without a worker are refused, which takes 2 seconds. */
const GIVE_UP = 3;

/** Milliseconds without a job after which the first spare is started, and after which it is started in any case. */
const CALM = 1000;
const LATEST = 30_000;

/** Milliseconds between two looks for a worker with room. A job has to look only after deaths and cancellations. */
const POLL = 5;

export class Pool {
  readonly #options: PoolOptions;
  readonly #places: Gate;
  readonly #workers = new Set<Worker>();
  /** Workers that one job has for itself. */
  readonly #reserved = new WeakSet<Worker>();
  #spare: Worker | undefined;
  /** Whether it is time for a spare. */
  #wantsSpare = false;
  /** Jobs that came so far. */
  #jobs = 0;
  #first: Ready | undefined;
  #failures = 0;
  #closed = false;
  #deaths = 0;
  #lossesOfDead = 0;

  private constructor(options: PoolOptions) {
    this.#options = options;
    this.#places = new Gate(options.workers * options.jobs);
  }

  /**
   * Starts the workers. Resolves when the first one can take jobs; those for which no core is free start then. Rejects with
   * the reason of the first one when none can open its engine.
   */
  static async open(options: PoolOptions): Promise<Pool> {
    const pool = new Pool(options);
    const ready = pool.#add(countFirst(options.workers));
    try {
      pool.#first = await Promise.any(ready);
    } catch (error) {
      pool.close();
      throw (error as AggregateError).errors[0];
    }
    ready.push(...pool.#add(options.workers - pool.#workers.size));
    void Promise.allSettled(ready).then(() => pool.#startSpareLater());
    return pool;
  }

  /** The spare's start takes no processor time from the first jobs. */
  #startSpareLater(): void {
    const begun = performance.now();
    let seen = this.#jobs;
    const look = setInterval(() => {
      const isCalm = seen === this.#jobs && this.counts.running === 0;
      seen = this.#jobs;
      if (!this.#closed && !isCalm && performance.now() - begun < LATEST) return;
      clearInterval(look);
      this.#wantsSpare = this.#options.spare;
      this.#refill();
    }, CALM).unref();
  }

  #add(count: number): Promise<Ready>[] {
    const started = Array.from({ length: count }, () => this.#start());
    for (const worker of started) this.#workers.add(worker);
    return started.map((worker) => worker.ready);
  }

  /** The status of the first worker's engine. */
  get status(): Status {
    return (this.#first as Ready).status;
  }

  /** Whether its workers may read files that this process has open. */
  get readsBodies(): boolean {
    return this.#first?.readsBodies ?? false;
  }

  /** Whether it has no worker, and none can be started. It goes on trying. */
  get isOut(): boolean {
    return this.#failures >= GIVE_UP && ![...this.#workers].some(({ isReady }) => isReady);
  }

  get counts(): { readonly running: number; readonly waiting: number; readonly deaths: number } {
    const running = [...this.#workers].reduce((sum, { load }) => sum + load, 0);
    return { running, waiting: this.#places.waiting, deaths: this.#deaths };
  }

  /** The counts of the engines in it, those of dead workers included as far as they only grow. */
  get usage(): Usage {
    const gone = { ...NO_USAGE, losses: this.#lossesOfDead, deaths: this.#deaths };
    return [...this.#workers].reduce((sum, { usage }) => addUsage(sum, usage), gone);
  }

  /** Process ids, for tests and for people: the working processes, then the spare. */
  get pids(): readonly number[] {
    const all = [...this.#workers, ...(this.#spare ? [this.#spare] : [])];
    return all.flatMap(({ pid }) => pid ?? []);
  }

  /**
   * Runs a job as soon as a worker has room. Rejects with the signal's reason while the job waits. If the worker died before
   * it took the job, or was ended because of another one, the job goes to the next worker. If the worker dies during the
   * job, resolves with `died`, or with `stuck` when it was ended because it did not react. Resolves with the problem
   * `resource-exhausted` when no worker can be started.
   */
  async run(order: PoolJob): Promise<Exclude<Outcome, { kind: 'untouched' }>> {
    const { job, signal, onProgress, alone } = order;
    this.#jobs++;
    const leave = await this.#places.enter(alone ? this.#options.jobs : 1, signal);
    try {
      while (true) {
        const worker = await this.#choose(alone, signal);
        if (!worker) return { kind: 'problem', problem: toProblem(noWorker()) };
        const outcome = await worker.run(job, signal, onProgress);
        if (alone) this.#reserved.delete(worker);
        if (outcome.kind !== 'untouched') return outcome;
      }
    } finally {
      leave();
    }
  }

  /** Kills every worker. */
  close(): void {
    this.#closed = true;
    for (const worker of [...this.#workers, this.#spare]) worker?.kill();
  }

  /**
   * The worker with the fewest jobs, once one has room; for a job that is to be alone, once one has none. Undefined when no worker can
   * be started.
   */
  async #choose(alone: boolean, signal: AbortSignal): Promise<Worker | undefined> {
    let reserved: Worker | undefined;
    while (true) {
      if (signal.aborted && reserved) this.#reserved.delete(reserved);
      signal.throwIfAborted();
      if (reserved?.alive === false) reserved = undefined;
      const worker = reserved ?? this.#leastBusy();
      if (worker && alone) {
        reserved = worker;
        this.#reserved.add(worker);
      }
      if (worker && worker.load < (alone ? 1 : this.#options.jobs)) return worker;
      if (this.isOut) return undefined;
      await new Promise((resolve) => setTimeout(resolve, POLL));
    }
  }

  #leastBusy(): Worker | undefined {
    const free = [...this.#workers].filter((worker) => worker.isReady && !this.#reserved.has(worker));
    return free.sort((a, b) => a.load - b.load)[0];
  }

  #start(): Worker {
    return new Worker(this.#options.settings, {
      onDeath: (worker, cause) => this.#bury(worker, cause),
      onFailure: this.#options.onFailure,
    });
  }

  /** The spare takes the place of a dead worker, and a new spare is started. */
  #bury(worker: Worker, cause: string): void {
    if (this.#closed) return;
    // A pool that does not open says itself why.
    if (this.#first) this.#options.onFailure('worker', cause);
    this.#deaths++;
    this.#lossesOfDead += worker.usage.losses;
    this.#options.onDeath?.();
    const wasSpare = worker === this.#spare;
    this.#workers.delete(worker);
    if (wasSpare) this.#spare = undefined;
    void worker.ready.then(
      () => {
        this.#failures = 0;
        this.#refill();
      },
      () => {
        // It never became ready: the next one would hardly do better at once.
        const wait = Math.min(LONGEST_RETRY, RETRY * 2 ** this.#failures++);
        setTimeout(() => this.#refill(), wait).unref();
      },
    );
  }

  #refill(): void {
    if (this.#closed) return;
    while (this.#workers.size < this.#options.workers) {
      this.#workers.add(this.#spare?.alive ? this.#spare : this.#start());
      this.#spare = undefined;
    }
    if (this.#wantsSpare) this.#spare ??= this.#start();
  }
}

const noWorker = () => new NoirError('resource-exhausted', 'No worker process can be started');
