/** One worker process, as the front process sees it. */
import type { ChildProcess } from 'node:child_process';
import { type Answer, type Job, NO_USAGE, type Usage } from '../engine/job.ts';
import type { OnProgress } from '../engine/progress.ts';
import type { Order, Ready, Report, WorkerSettings } from './messages.ts';
import { Pulse } from './pulse.ts';
import { startProcess } from './start-process.ts';
import { type Line, receive, send } from './wire.ts';

/** The outcome of a job that a worker got. */
export type Outcome =
  | Answer
  /** The worker died while it worked on the job. */
  | { readonly kind: 'died' }
  /** The job has nothing to do with the worker's end: it had not arrived, or another job was the cause. */
  | { readonly kind: 'untouched' }
  /** The worker was ended because it did not react any more. One of its jobs is the cause. */
  | { readonly kind: 'stuck' };

/** Events that a worker reports while it works. */
export interface WorkerEvents {
  /** The process has ended; `cause` says how, for the log. */
  onDeath(worker: Worker, cause: string): void;
  /** A backend in it failed. */
  onFailure(backend: string, message: string): void;
}

interface Pending {
  /** Whether the job has arrived in the worker. */
  hasBegun(): boolean;
  readonly onProgress: OnProgress | undefined;
  answer(outcome: Outcome): void;
  /** Kills the worker if the job still runs some time after its end. Undefined while somebody waits for the job. */
  grace?: NodeJS.Timeout;
}

/** Milliseconds that a job's work may go on after its deadline, or after its caller left, before the worker is killed. */
const GRACE = 1000;

/** Milliseconds that a worker's start may take. A process that gets no more threads may wait for them for ever. */
const START = 60_000;

const WENT_ON = 'was ended: its work went on after the deadline, or after the client had left';

export class Worker {
  /** Resolves when it can take jobs. Rejects when it cannot open its engine, or dies before it has. */
  readonly ready: Promise<Ready>;
  readonly #process: ChildProcess;
  readonly #line: Line;
  readonly #closeLanes: () => void;
  readonly #events: WorkerEvents;
  readonly #jobs = new Map<number, Pending>();
  readonly #pulse = new Pulse({
    ask: () => this.#order({ kind: 'ask' }),
    // A job that is alone has until its own deadline, unless the worker has not even taken it.
    onSilence: () => (this.#jobs.size > 1 || !this.#hasBegunAll) && this.#endAsStuck(),
  });
  #tickets = 0;
  #usage = NO_USAGE;
  #alive = true;
  #isOpen = false;
  #cause: 'died' | 'stuck' | 'overdue' = 'died';
  /** Why this process has killed it. */
  #reason: string | undefined;

  constructor(settings: WorkerSettings, events: WorkerEvents) {
    this.#events = events;
    const { child, line, closeLanes } = startProcess();
    this.#process = child;
    this.#line = line;
    this.#closeLanes = closeLanes;
    this.ready = new Promise((resolve, reject) => {
      receive(line, (report) => this.#hear(report as Report, resolve, reject));
      this.#process.once('exit', (code, signal) => {
        const how = this.#reason ?? `ended before it was ready (${signal ?? code})`;
        reject(new Error(`a worker process ${how}`));
        this.#die(`ended with ${signal ?? `exit status ${code}`}`);
      });
      // The system has no room for another process.
      this.#process.once('error', (error) => {
        reject(error);
        this.#die(`could not be started: ${error.message}`);
      });
    });
    const late = setTimeout(
      () => this.kill(`was ended: it was not ready after ${START / 1000} s`),
      START,
    ).unref();
    this.ready.then(
      () => {
        clearTimeout(late);
        this.#isOpen = true;
        if (this.#jobs.size === 0) this.#hold(false);
      },
      // A worker that nobody waits for yet may die too.
      () => clearTimeout(late),
    );
    // Errors of the system mean that the process is gone, and its own end says why.
    line.socket.on('error', (error) =>
      this.kill('code' in error ? undefined : `was ended: ${error.message}`),
    );
    this.#order({ kind: 'open', settings });
  }

  get alive(): boolean {
    return this.#alive;
  }

  /** Whether it lives and can take jobs. */
  get isReady(): boolean {
    return this.#alive && this.#isOpen;
  }

  get pid(): number | undefined {
    return this.#process.pid;
  }

  /** What its engine counted when its last job ended. */
  get usage(): Usage {
    return this.#usage;
  }

  /** Jobs that run, or whose work still runs after they ended. */
  get load(): number {
    return this.#jobs.size;
  }

  /**
   * Gives the worker a job. Resolves with `died` or `untouched` when the process ends first. When the signal aborts,
   * tells the worker, and kills it when the job's work goes on for too long after that.
   */
  run(job: Job, signal: AbortSignal, onProgress?: OnProgress): Promise<Outcome> {
    if (!this.#alive) return Promise.resolve({ kind: 'untouched' });
    const ticket = this.#tickets++;
    return new Promise((resolve) => {
      const cancel = () => {
        this.#order({ kind: 'cancel', ticket });
        const pending = this.#jobs.get(ticket);
        if (pending) pending.grace ??= setTimeout(() => this.#endAsOverdue(), GRACE);
      };
      const answer = (outcome: Outcome) => {
        signal.removeEventListener('abort', cancel);
        resolve(outcome);
      };
      const tellsProgress = onProgress !== undefined;
      const arrived = this.#order({ kind: 'job', ticket, job: withoutHead(job), tellsProgress });
      if (this.#jobs.size === 0) this.#hold(true);
      this.#jobs.set(ticket, { hasBegun: arrived ?? (() => false), onProgress, answer });
      signal.addEventListener('abort', cancel, { once: true });
      if (signal.aborted) cancel();
      this.#pulse.start();
    });
  }

  /** Ends the process at once, whatever it does. Its jobs resolve with `died`. `reason` is for the log. */
  kill(reason?: string): void {
    this.#reason ??= reason;
    this.#process.kill('SIGKILL');
  }

  /** Whether this process goes on for the worker: while it starts, and while it has jobs. A program ends without `close`. */
  #hold(holds: boolean): void {
    for (const each of [this.#process, this.#line.socket]) {
      if (holds) each.ref();
      else each.unref();
    }
  }

  get #hasBegunAll(): boolean {
    return [...this.#jobs.values()].every(({ hasBegun }) => hasBegun());
  }

  #endAsStuck(): void {
    this.#cause = 'stuck';
    this.kill('was ended: it did not react any more');
  }

  #endAsOverdue(): void {
    this.#cause = 'overdue';
    this.kill(WENT_ON);
  }

  #order(order: Order): (() => boolean) | undefined {
    return send(this.#line, order);
  }

  #hear(report: Report, resolve: (ready: Ready) => void, reject: (error: Error) => void): void {
    this.#pulse.heard();
    if (report.kind === 'ready') resolve(report);
    else if (report.kind === 'refused') reject(new Error(report.message));
    else if (report.kind === 'failure') this.#events.onFailure(report.backend, report.message);
    else if (report.kind === 'usage') this.#usage = report.usage;
    else if (report.kind !== 'here') this.#hearOf(report);
  }

  #hearOf(report: Extract<Report, { ticket: number }>): void {
    const pending = this.#jobs.get(report.ticket);
    if (!pending) return;
    if (report.kind === 'begun') pending.hasBegun = () => true;
    else if (report.kind === 'progress') pending.onProgress?.(report.progress);
    else if (report.kind === 'answer') pending.answer(report.answer);
    else {
      clearTimeout(pending.grace);
      this.#usage = report.usage;
      this.#jobs.delete(report.ticket);
      if (this.#jobs.size > 0) return;
      this.#pulse.stop();
      this.#hold(false);
    }
  }

  /** The part that a job had in the worker's end. */
  #endOf({ hasBegun, grace }: Pending): 'died' | 'stuck' | 'untouched' {
    if (!hasBegun()) return 'untouched';
    if (this.#cause !== 'overdue') return this.#cause;
    return grace ? 'died' : 'untouched';
  }

  #die(how: string): void {
    if (!this.#alive) return;
    const name = this.pid === undefined ? 'a process' : `process ${this.pid}`;
    const jobs = this.#jobs.size === 1 ? 'one job' : `${this.#jobs.size || 'no'} jobs`;
    const words = `${name} ${this.#reason ?? how}, with ${jobs} in it`;
    this.#alive = false;
    this.#pulse.stop();
    this.#line.socket.destroy();
    for (const job of this.#jobs.values()) {
      clearTimeout(job.grace);
      job.answer({ kind: this.#endOf(job) });
    }
    this.#closeLanes();
    this.#jobs.clear();
    this.#events.onDeath(this, words);
  }
}

/** The job without the beginning of its file: the worker reads all of that. */
function withoutHead(job: Job): Job {
  if (job.input.kind !== 'file') return job;
  const { head: _, ...input } = job.input;
  return { ...job, input };
}
