/** Starts the process of a worker, with a socket and lanes to it, and without the front's secrets. */
import { ChildProcess, spawn } from 'node:child_process';
import { accessSync, closeSync, constants } from 'node:fs';
import { Socket } from 'node:net';
import { dirname } from 'node:path';
import { FROM_SOURCES, packageFile } from '../package-root.ts';
import { countThreads } from './cores.ts';
import { deathSignal } from './death-signal.ts';
import { Lane, openLane } from './lanes.ts';
import { passOnLines } from './stderr-lines.ts';
import type { Line } from './wire.ts';

/**
 * Variables that a worker gets. Everything else stays with the front: a secret there is none of a decoder's business. Workers
 * make no connections, so they need not spend 45 ms on reading `NODE_EXTRA_CA_CERTS`.
 */
const PASSED =
  /^(PATH|HOME|LANG|LC_\w+|TZ|TMPDIR|TEMP|TMP|SystemRoot|XDG_\w+|LD_\w+|DYLD_\w+|VK_\w+|MESA_\w+|LP_\w+|GALLIVM_\w+|NODE_OPTIONS|MALLOC_\w+|NOIR_(BACKENDS|CACHE|CODECS|GPU|JPEG))$/;

/**
 * Settings of glibc's memory: blocks up to a 4K picture of three channels come from memory that is kept. Left to itself, glibc
 * adapts to the largest block that was freed. The files of jobs stay allocated in a worker, so it would stop at 128 KiB, and
 * give back to the system what the next picture needs again: 6,000 pages for each gray 4K picture, a tenth of its time.
 * The threads of libvips share two arenas. With one for each thread, which is the default, each keeps what it had of the
 * largest pictures: after a burst of 4K pictures a worker held 650 MiB, with two arenas it holds 270, in as much processor time.
 * What is free goes back to the system from 32 MiB on. With 128, a server of two workers held 870 to 960 MiB after a burst where it
 * now holds 640, and gray 4K pictures took as long.
 */
const MEMORY = {
  MALLOC_ARENA_MAX: '2',
  MALLOC_MMAP_THRESHOLD_: String(32 * 2 ** 20),
  MALLOC_TRIM_THRESHOLD_: String(32 * 2 ** 20),
};

/** Lanes in each direction. With two, the next job need not wait until its worker has read the one before. */
const LANES = 2;

/** A process that waits for its first message. */
interface Started {
  readonly child: ChildProcess;
  readonly line: Line;
  closeLanes(): void;
}

const ahead: Started[] = [];

/** Starts processes that `startProcess` returns later, so that they load their code while this process loads its own. */
export function startAhead(count: number): void {
  for (let nth = 0; nth < count; nth++) {
    const started = start();
    // If this process ends before it needs them, they end with it.
    started.child.unref();
    started.line.socket.unref();
    ahead.push(started);
  }
}

/** Starts a process, unless one was started ahead and lives. */
export function startProcess(): Started {
  const all = ahead.splice(0);
  const waiting = all.filter(({ child }) => isAlive(child));
  for (const started of all) if (!waiting.includes(started)) started.closeLanes();
  const [first = start(), ...others] = waiting;
  ahead.push(...others);
  first.child.ref();
  first.line.socket.ref();
  return first;
}

function isAlive({ pid, exitCode, signalCode }: ChildProcess): boolean {
  return pid !== undefined && exitCode === null && signalCode === null;
}

/** Dawn prints to standard output, so nothing else is read from there. */
function start(): Started {
  const files = openLanes();
  const child = spawnOrFail(files);
  // Without a free descriptor there is no process and no connection; the child's error event says so.
  const socket = (child.stdio?.[3] as Socket | undefined) ?? new Socket().destroy();
  // Whoever works with the process adds listeners of its own; one that was started ahead may end before that.
  for (const each of [child, socket]) each.on('error', () => {});
  if (child.stderr) passOnLines(child.stderr as Socket);
  const lanes = files.map((fd) => new Lane(fd));
  const [outward, inward] = [lanes.slice(0, files.length / 2), lanes.slice(files.length / 2)];
  return {
    child,
    line: { socket, outward, inward },
    closeLanes() {
      for (const fd of files) closeSync(fd);
    },
  };
}

function environment(): NodeJS.ProcessEnv {
  const passed = Object.entries(process.env).filter(([name]) => PASSED.test(name));
  const env = { ...MEMORY, UV_THREADPOOL_SIZE: String(countThreads()), ...Object.fromEntries(passed) };
  // The debugger is the front's: a worker cannot have its port, or would wait for somebody to come.
  const options = process.env.NODE_OPTIONS?.replace(/(?<!\S)--inspect\S*/g, '');
  return options === undefined ? env : { ...env, NODE_OPTIONS: options };
}

/**
 * The folder that this process works in; undefined when it is gone, as after a deployment that replaced it. Threads of Node do not
 * start in such a folder.
 */
function workingFolder(): string | undefined {
  try {
    const folder = process.cwd();
    accessSync(folder, constants.X_OK);
    return folder;
  } catch {
    return undefined;
  }
}

/**
 * Node throws some errors of the system, such as that of no memory, and the entry is missing while somebody replaces the package. They
 * become the process's error, as the others do.
 */
function spawnOrFail(files: readonly number[]): ChildProcess {
  try {
    // The front's own arguments are not passed on: with `-e`, a worker would run the front's script once more.
    const entry = packageFile(FROM_SOURCES ? 'src/workers/entry.ts' : 'dist/workers/entry.js');
    // In a checkout, a loader runs the TypeScript sources directly.
    const loader = FROM_SOURCES ? ['--import', 'tsx'] : [];
    const words = [...deathSignal(), process.execPath, ...loader, entry, String(files.length / 2)];
    const [command = '', ...args] = words;
    return spawn(command, args, {
      env: environment(),
      cwd: workingFolder() ?? dirname(entry),
      stdio: ['ignore', 'ignore', 'pipe', 'pipe', ...files],
    });
  } catch (error) {
    const child = new ChildProcess();
    process.nextTick(() => child.emit('error', error));
    return child;
  }
}

/** All lanes of a worker, or none. */
function openLanes(): number[] {
  const files = Array.from({ length: 2 * LANES }, openLane);
  const open = files.filter((fd) => fd !== undefined);
  if (open.length === files.length) return open;
  for (const fd of open) closeSync(fd);
  return [];
}
