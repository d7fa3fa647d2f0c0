/**
 * Counts the cores and the memory that this process may use, by the machine and by its control group, and the worker
 * processes that suit them.
 */
import { readFileSync } from 'node:fs';
import { availableParallelism, totalmem } from 'node:os';
import { join } from 'node:path';

/** Files of control groups, version 2 and then 1: the controller, and the file in a group's folder. */
const FILES = {
  cpuMax: ['', 'cpu.max'],
  quota: ['cpu', 'cpu.cfs_quota_us'],
  period: ['cpu', 'cpu.cfs_period_us'],
  memoryMax: ['', 'memory.max'],
  memoryLimit: ['memory', 'memory.limit_in_bytes'],
} as const;

type Read = (file: keyof typeof FILES) => string | undefined;

/**
 * The text of a file of this process's own group, or of the topmost one: a container sees its own group as that. Undefined
 * where there is none.
 */
const readFile: Read = (file) => {
  const [controller, name] = FILES[file];
  const folder = join('/sys/fs/cgroup', controller);
  return readText(join(folder, groupOf(controller), name)) ?? readText(join(folder, name));
};

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return undefined;
  }
}

/** The path of this process's group in a controller's tree; version 2 is the tree without a controller. */
function groupOf(controller: string): string {
  const lines = readText('/proc/self/cgroup')?.split('\n') ?? [];
  const fields = lines.map((line) => /^\d+:([^:]*):(.*)$/.exec(line));
  return fields.find((found) => found?.[1]?.split(',').includes(controller))?.[2] ?? '/';
}

/** Cores, at least 1: whole ones, because half a core more does not make a second worker faster. */
export function countCores(read: Read = readFile, machine: number = availableParallelism()): number {
  const [quota, period] = read('cpuMax')?.split(' ') ?? [read('quota'), read('period')];
  const share = Number(quota) / Number(period);
  // `max` and -1 stand for no limit.
  return share > 0 ? Math.max(1, Math.min(machine, Math.floor(share))) : machine;
}

/** Bytes of memory. */
export function countMemory(read: Read = readFile, machine: number = totalmem()): number {
  const limit = Number(read('memoryMax') ?? read('memoryLimit'));
  return limit > 0 ? Math.min(machine, limit) : machine;
}

/** Bytes of the front and of a worker, while it works on a photo of 8 megapixels. */
const [FRONT, WORKER] = [128 * 2 ** 20, 192 * 2 ** 20];

/**
 * Worker processes: one for each core, as far as there is memory, and at least one. Each has one thread of libvips
 * (`SHARP_THREADS`), so that as many threads work as there are cores.
 */
export function countWorkers(cores: number = countCores(), memory: number = countMemory()): number {
  // One more is the spare, which does nothing, and takes half as much.
  const fitting = Math.floor((memory - FRONT - WORKER / 2) / WORKER);
  return Math.max(1, Math.min(cores, fitting));
}

/** How many of the workers start at once: as many as there are cores, less the one on which the front itself starts. */
export function countFirst(workers: number, cores: number = countCores()): number {
  return Math.max(1, Math.min(workers, cores - 1));
}

/** Most jobs that a worker holds at once, for the memory that they take. */
const MOST_JOBS = 4;

/**
 * Jobs that a worker holds at once: two, so that the next one is ready when one ends. Where there are more cores than workers, for want
 * of memory, there is one more than each worker's share of the cores, up to four, and the threads of libvips do most of them.
 */
export function countJobs(workers: number, cores: number = countCores()): number {
  return Math.max(2, Math.min(MOST_JOBS, 1 + Math.ceil(cores / workers)));
}

/** Threads of libuv in a worker: one for each of its jobs, and as many for what they have left running. */
export function countThreads(workers: number = countWorkers(), cores: number = countCores()): number {
  return 2 * countJobs(workers, cores);
}
