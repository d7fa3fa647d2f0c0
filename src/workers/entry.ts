/**
 * The main module of a worker process: opens an engine, and runs the jobs that the front process sends over the socket at
 * file descriptor 3.
 */
import './waiting.ts';
import type { Engine } from '../engine/engine.ts';
import type { Progress } from '../engine/progress.ts';
import { openEngine } from '../open-engine.ts';
import { collectSeldom } from './garbage.ts';
import type { Order, Report, WorkerSettings } from './messages.ts';
import { loadOps } from './ops-module.ts';
import { openFront, send } from './wire.ts';

/** Milliseconds between two looks at whether work that outlives its job has ended. */
const LOOK = 10;

const front = openFront(3, (order) => obey(order as Order));
const jobs = new Map<number, AbortController>();
let engine: Promise<Engine> | undefined;

const tell = (report: Report): void => send(front, report);

/** Opens the engine. A worker that cannot says why, and ends. */
async function open({ opsModule, ...settings }: WorkerSettings): Promise<Engine> {
  const onFailure = (backend: string, error: unknown) =>
    tell({ kind: 'failure', backend, message: String(error) });
  try {
    const opened = await openEngine({ ...settings, ops: await loadOps(opsModule) }, onFailure);
    tell({ kind: 'ready', status: opened.status() });
    return opened;
  } catch (error) {
    tell({ kind: 'refused', message: error instanceof Error ? error.message : String(error) });
    front.end(() => process.exit(1));
    throw error;
  }
}

async function work({ ticket, job, tellsProgress }: Extract<Order, { kind: 'job' }>): Promise<void> {
  const controller = new AbortController();
  jobs.set(ticket, controller);
  tell({ kind: 'begun', ticket });
  const runner = (await engine) as Engine;
  const onProgress = tellsProgress
    ? (progress: Progress) => tell({ kind: 'progress', ticket, progress })
    : undefined;
  const answer = await runner.run(job, controller.signal, onProgress);
  jobs.delete(ticket);
  tell({ kind: 'answer', ticket, answer });
  // A call into libvips cannot be interrupted, and goes on after its job was cancelled.
  while (runner.status().running > jobs.size) await new Promise((resolve) => setTimeout(resolve, LOOK));
  tell({ kind: 'free', ticket });
}

function obey(order: Order): void {
  if (order.kind === 'open') {
    engine = open(order.settings);
    // `open` has reported the error to the front already.
    engine.catch(() => {});
  } else if (order.kind === 'job') {
    void work(order);
  } else {
    jobs.get(order.ticket)?.abort();
  }
}

collectSeldom();
// The front is gone. SIGKILL, because an orderly end would wait for the calls into libvips that still run.
front.on('close', () => process.kill(process.pid, 'SIGKILL'));
front.on('error', () => {});
// A terminal sends its signals to the whole group; the front decides when its workers end.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => {});
