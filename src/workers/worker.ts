/** One worker process, as the front process sees it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync } from 'node:fs';
import type { Socket } from 'node:net';
import { fileURLToPath } from 'node:url';
import type { Answer, Job, Status } from '../engine/job.ts';
import type { OnProgress } from '../engine/progress.ts';
import { Lane, openLane } from './lanes.ts';
import type { Order, Report, WorkerSettings } from './messages.ts';
import { type Line, receive, send } from './wire.ts';

/** Variables that a worker gets. Everything else stays with the front: a secret there is none of a decoder's business. */
const PASSED =
  /^(PATH|HOME|LANG|LC_\w+|TZ|TMPDIR|TEMP|TMP|SystemRoot|XDG_\w+|LD_\w+|DYLD_\w+|VK_\w+|MESA_\w+|LP_\w+|GALLIVM_\w+|NODE_OPTIONS|NODE_EXTRA_CA_CERTS|MALLOC_\w+|NOIR_(BACKENDS|CACHE|CODECS|GPU|JPEG))$/;

/**
 * Settings of glibc's memory. It adapts itself to the largest block that was freed. The files of jobs stay allocated in a
 * worker, so it would stop at 128 KiB, and give back to the system what libvips needs again for the next picture.
 */
const MEMORY = { MALLOC_MMAP_THRESHOLD_: String(4 * 2 ** 20), MALLOC_TRIM_THRESHOLD_: String(8 * 2 ** 20) };

/** The outcome of a job that a worker got. */
export type Outcome =
  | Answer
  /** The worker died while it worked on the job. */
  | { readonly kind: 'died' }
  /** The worker was dead before the job arrived. */
  | { readonly kind: 'untouched' };

/** Events that a worker reports while it works. */
export interface WorkerEvents {
  /** The process has ended. */
  onDeath(worker: Worker): void;
  /** A backend in it failed. */
  onFailure(backend: string, message: string): void;
}

interface Pending {
  /** Whether the job has arrived in the worker. */
  hasBegun(): boolean;
  readonly onProgress: OnProgress | undefined;
  answer(outcome: Outcome): void;
  /** Kills the worker if the job still runs some time after its end. */
  grace?: NodeJS.Timeout;
}

/** Milliseconds that a job's work may go on after its deadline, or after its caller left, before the worker is killed. */
const GRACE = 1000;

export class Worker {
  /** Resolves when it can take jobs. Rejects when it cannot open its engine, or dies before it has. */
  readonly ready: Promise<Status>;
  readonly #process: ChildProcess;
  readonly #line: Line;
  readonly #closeLanes: () => void;
  readonly #events: WorkerEvents;
  readonly #jobs = new Map<number, Pending>();
  #tickets = 0;
  #alive = true;

  constructor(settings: WorkerSettings, events: WorkerEvents) {
    this.#events = events;
    const { child, line, closeLanes } = start();
    this.#process = child;
    this.#line = line;
    this.#closeLanes = closeLanes;
    this.ready = new Promise((resolve, reject) => {
      receive(line, (report) => this.#hear(report as Report, resolve, reject));
      this.#process.once('exit', (code, signal) => {
        reject(new Error(`a worker process ended before it was ready (${signal ?? code})`));
        this.#die();
      });
      // The system has no room for another process.
      this.#process.once('error', (error) => {
        reject(error);
        this.#die();
      });
    });
    // A worker that nobody waits for yet may die too.
    this.ready.catch(() => {});
    // The socket's end is noticed by the end of the process.
    line.socket.on('error', () => this.kill());
    this.#order({ kind: 'open', settings });
  }

  get alive(): boolean {
    return this.#alive;
  }

  get pid(): number | undefined {
    return this.#process.pid;
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
        if (pending) pending.grace ??= setTimeout(() => this.kill(), GRACE);
      };
      const answer = (outcome: Outcome) => {
        signal.removeEventListener('abort', cancel);
        resolve(outcome);
      };
      const arrived = this.#order({ kind: 'job', ticket, job, tellsProgress: onProgress !== undefined });
      this.#jobs.set(ticket, { hasBegun: arrived ?? (() => false), onProgress, answer });
      signal.addEventListener('abort', cancel, { once: true });
      if (signal.aborted) cancel();
    });
  }

  /** Ends the process at once, whatever it does. Its jobs resolve with `died`. */
  kill(): void {
    this.#process.kill('SIGKILL');
  }

  #order(order: Order): (() => boolean) | undefined {
    return send(this.#line, order);
  }

  #hear(report: Report, resolve: (status: Status) => void, reject: (error: Error) => void): void {
    if (report.kind === 'ready') resolve(report.status);
    else if (report.kind === 'refused') reject(new Error(report.message));
    else if (report.kind === 'failure') this.#events.onFailure(report.backend, report.message);
    else this.#hearOf(report);
  }

  #hearOf(report: Extract<Report, { ticket: number }>): void {
    const pending = this.#jobs.get(report.ticket);
    if (!pending) return;
    if (report.kind === 'begun') pending.hasBegun = () => true;
    else if (report.kind === 'progress') pending.onProgress?.(report.progress);
    else if (report.kind === 'answer') pending.answer(report.answer);
    else {
      clearTimeout(pending.grace);
      this.#jobs.delete(report.ticket);
    }
  }

  #die(): void {
    if (!this.#alive) return;
    this.#alive = false;
    this.#line.socket.destroy();
    for (const { hasBegun, answer, grace } of this.#jobs.values()) {
      clearTimeout(grace);
      answer({ kind: hasBegun() ? 'died' : 'untouched' });
    }
    this.#closeLanes();
    this.#jobs.clear();
    this.#events.onDeath(this);
  }
}

/** Lanes in each direction. With two, the next job need not wait until its worker has read the one before. */
const LANES = 2;

/** Starts a process. Dawn prints to standard output, so nothing else is read from there. */
function start(): { child: ChildProcess; line: Line; closeLanes(): void } {
  // The front's own arguments are not passed on: with `-e`, a worker would run the front's script once more.
  const isSource = import.meta.url.endsWith('.ts');
  const entry = fileURLToPath(new URL(isSource ? './entry.ts' : './entry.js', import.meta.url));
  // In a checkout, a loader runs the TypeScript sources directly.
  const loader = isSource ? ['--import', 'tsx'] : [];
  const passed = Object.entries(process.env).filter(([name]) => PASSED.test(name));
  const env = { ...MEMORY, ...Object.fromEntries(passed) };
  const files = openLanes();
  const child = spawn(process.execPath, [...loader, entry, String(files.length / 2)], {
    env,
    stdio: ['ignore', 'ignore', 'inherit', 'pipe', ...files],
  });
  const lanes = files.map((fd) => new Lane(fd));
  const [outward, inward] = [lanes.slice(0, files.length / 2), lanes.slice(files.length / 2)];
  return {
    child,
    line: { socket: child.stdio[3] as Socket, outward, inward },
    closeLanes() {
      for (const fd of files) closeSync(fd);
    },
  };
}

/** All lanes of a worker, or none. */
function openLanes(): number[] {
  const files = Array.from({ length: 2 * LANES }, openLane);
  const open = files.filter((fd) => fd !== undefined);
  if (open.length === files.length) return open;
  for (const fd of open) closeSync(fd);
  return [];
}
