/**
 * The main module of a worker process: opens an engine, and runs the jobs that the front process sends over the socket at
 * file descriptor 3, with large parts in lanes at the descriptors behind it.
 */
import './waiting.ts';
import { readFileSync } from 'node:fs';
import { closeLoaders } from '../coders/sharp/loaders.ts';
import { isNoirError } from '../core/errors.ts';
import type { Engine } from '../engine/engine.ts';
import type { FileSource, Job } from '../engine/job.ts';
import { OpenFile } from '../engine/open-file.ts';
import type { Progress } from '../engine/progress.ts';
import { openEngine } from '../open-engine.ts';
import { mayRead } from './body-files.ts';
import { optimizeLate } from './compiling.ts';
import { endFirst } from './end-first.ts';
import { collectAtRest, collectSeldom } from './garbage.ts';
import { keepLanding } from './landing.ts';
import { Lane } from './lanes.ts';
import type { Order, Report, WorkerSettings } from './messages.ts';
import { loadOps } from './ops-module.ts';
import { watchFront } from './watch-front.ts';
import { type Freight, openFront, send } from './wire.ts';

/** Descriptors of the socket and of the first lane; the number of lanes each way is an argument. */
const [SOCKET, LANES] = [3, 4];

/** Milliseconds in which an answer leaves the process. */
const FAREWELL = 50;

const count = Number(process.argv[2]);
const lanes = Array.from({ length: 2 * count }, (_, index) => new Lane(LANES + index));
const front = openFront(
  SOCKET,
  { inward: lanes.slice(0, count), outward: lanes.slice(count) },
  keepLanding(count),
  (order, freight) => obey(order as Order, freight),
);
const jobs = new Map<number, AbortController>();
let engine: Promise<Engine> | undefined;

const tell = (report: Report): unknown => send(front, report);

/** Milliseconds after which the pools have given up what the last job left in them. */
const GIVEN_UP = 12_000;

/** Tells the front what is still held when there was no job for a while. Without an engine there is nothing to tell. */
const tellRest = setTimeout(async () => {
  const usage = (await engine)?.usage();
  if (usage && jobs.size === 0) tell({ kind: 'usage', usage });
}, GIVEN_UP).unref();

/** Opens the engine. A worker that cannot says why, and ends. */
async function open({ opsModule, trial, hasSpareCores, ...settings }: WorkerSettings): Promise<Engine> {
  const onFailure = (backend: string, error: unknown) => {
    tell({ kind: 'failure', backend, message: String(error) });
    // Only the end of the process ends what hangs. The answer of the job that was too long goes out before.
    if (isHang(error)) setTimeout(end, FAREWELL);
  };
  try {
    await libvips;
    // There is only one worker with a GPU, and its thread feeds that.
    const ownThread = settings.gpu === 'off' && (hasSpareCores ? 'free' : true);
    const opened = await openEngine({ ...settings, ownThread, ops: await loadOps(opsModule) }, onFailure);
    tell({
      kind: 'ready',
      status: opened.status(),
      readsBodies: trial !== undefined && mayRead(trial, new Uint8Array(1)),
    });
    return opened;
  } catch (error) {
    tell({ kind: 'refused', message: error instanceof Error ? error.message : String(error) });
    front.socket.end(() => process.exit(1));
    throw error;
  }
}

/** Bytes of a file up to which it is read at once. */
const SMALL = 2 ** 20;

/**
 * The job with its file, if that is known by its stamp, in memory, or small: a small one is read at once, which takes 0.2 ms of
 * processor time less than through the thread pool. The engine reads the others, and says what is wrong with a file that
 * cannot be read.
 */
async function withBytes(job: Job, freight: Freight): Promise<Job> {
  const { input } = job;
  // A pipe has no length, and would hold up the process.
  if (input.kind !== 'file' || input.length === 0) return job;
  try {
    const bytes = await readHere(input, freight);
    return bytes ? { ...job, input: { kind: 'bytes', bytes } } : job;
  } catch {
    return job;
  }
}

async function readHere(file: FileSource, freight: Freight): Promise<Uint8Array | undefined> {
  if (file.inMemory) {
    const bytes = freight.rent(file.length);
    // It is gone when the client has left; then nobody waits for what the engine says of it.
    return mayRead(file.path, bytes) ? bytes : undefined;
  }
  if (file.stamp !== undefined) return readStamped(file, freight);
  return file.length > SMALL ? undefined : readFileSync(file.path);
}

async function readStamped({ path, length, stamp }: FileSource, freight: Freight) {
  const file = await OpenFile.open(path);
  try {
    // The length is a part of the stamp.
    return file.facts().stamp === stamp ? await file.read(freight.rent(length)) : undefined;
  } finally {
    file.close();
  }
}

/** Whether a backend did not finish in the time that it had. */
function isHang(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : undefined;
  return [error, cause].some((each) => isNoirError(each) && each.code === 'deadline');
}

async function work(
  { ticket, job, tellsProgress }: Extract<Order, { kind: 'job' }>,
  freight: Freight,
): Promise<void> {
  optimizeLate();
  const controller = new AbortController();
  jobs.set(ticket, controller);
  if (!freight.byLane) tell({ kind: 'begun', ticket });
  const runner = (await engine) as Engine;
  const onProgress = tellsProgress
    ? (progress: Progress) => tell({ kind: 'progress', ticket, progress })
    : undefined;
  const { answer, ended } = runner.start(await withBytes(job, freight), controller.signal, onProgress);
  const result = await answer;
  jobs.delete(ticket);
  // Most jobs have ended by now, and both messages go out together.
  front.socket.cork();
  process.nextTick(() => front.socket.uncork());
  tell({ kind: 'answer', ticket, answer: result });
  await ended;
  // The answer may be the bytes of the job, and is sent before this message is.
  send(front, { kind: 'free', ticket, usage: runner.usage() } satisfies Report, freight.done);
  tellRest.refresh();
}

function end(): void {
  process.kill(process.pid, 'SIGKILL');
}

function obey(order: Order, freight: Freight): void {
  if (order.kind === 'open') {
    engine = open(order.settings);
    // `open` has reported the error to the front already.
    engine.catch(() => {});
  } else if (order.kind === 'job') {
    void work(order, freight);
  } else if (order.kind === 'ask') {
    tell({ kind: 'here' });
  } else {
    jobs.get(order.ticket)?.abort();
  }
}

collectSeldom();
collectAtRest();
watchFront();
endFirst();
// The front is gone. SIGKILL, because an orderly end would wait for the calls into libvips that still run.
front.socket.on('close', end);
front.socket.on('error', () => {});
// A terminal sends its signals to the whole group; the front decides when its workers end.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => {});

/** libvips, which takes 30 ms to load. The worker need not wait for its settings with that. */
const libvips = closeLoaders();
// `open` reports the error to the front.
libvips.catch(() => {});
