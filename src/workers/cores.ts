/** Counts the cores and the memory that this process may use, by the machine and by its control group. */
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
