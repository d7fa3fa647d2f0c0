/**
 * Counts the cores and the memory that this process may use, by the machine and by its control group, and the worker
 * processes that suit them.
 */
import { readFileSync } from 'node:fs';
import { availableParallelism, totalmem } from 'node:os';

/** Files of control groups, version 2 and then 1, as a container sees its own. */
const FILES = {
  cpuMax: '/sys/fs/cgroup/cpu.max',
  quota: '/sys/fs/cgroup/cpu/cpu.cfs_quota_us',
  period: '/sys/fs/cgroup/cpu/cpu.cfs_period_us',
  memoryMax: '/sys/fs/cgroup/memory.max',
  memoryLimit: '/sys/fs/cgroup/memory/memory.limit_in_bytes',
} as const;

type Read = (file: keyof typeof FILES) => string | undefined;

/** The text of a file; undefined where there is none. */
const readFile: Read = (file) => {
  try {
    return readFileSync(FILES[file], 'utf8').trim();
  } catch {
    return undefined;
  }
};

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

/** Threads of libuv in a worker: one for each of its two jobs, and as many for what they have left running. */
export const POOL_THREADS = 4;
