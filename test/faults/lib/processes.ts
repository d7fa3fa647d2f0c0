/** Looks at processes by `/proc`. */
import { existsSync, readdirSync, readFileSync, statfsSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { NotRun } from './fault.ts';

/** Ids of the processes that a process has started and that still live. Throws `NotRun` without `/proc`. */
export function childrenOf(parent: number): readonly number[] {
  if (process.platform !== 'linux') throw new NotRun('it needs Linux');
  const ids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return ids.map(Number).filter((pid) => parentOf(pid) === parent);
}

/** The memory of a process in bytes, shared pages divided among those that share them (PSS). 0 once it has ended. */
export function memoryOf(pid: number): number {
  const text = read(pid, 'smaps_rollup');
  return 1024 * Number(/^Pss:\s+(\d+) kB/m.exec(text)?.[1] ?? 0);
}

/** The bytes of all files in memory on this machine, such as those of bodies that arrive. They are in no process's PSS. */
export function filesInMemory(): number {
  if (!existsSync('/dev/shm')) return 0;
  const { blocks, bfree, bsize } = statfsSync('/dev/shm');
  return (blocks - bfree) * bsize;
}

/** Open descriptors of a process; 0 once it has ended. */
export function descriptorsOf(pid: number): number {
  try {
    return readdirSync(`/proc/${pid}/fd`).length;
  } catch {
    return 0;
  }
}

export function isAlive(pid: number): boolean {
  // A dead process stays in the list until its parent has asked for its status.
  return /^\d+ \(.*\) [^ZX]/s.test(read(pid, 'stat'));
}

/** Ends a process, unless it has ended a moment ago. */
export function killNow(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {}
}

/** Resolves with the milliseconds until a condition holds. Throws an error with these words when it does not hold in time. */
export async function until(
  holds: () => boolean | Promise<boolean>,
  limit: number,
  words: string,
): Promise<number> {
  const begun = performance.now();
  while (!(await holds())) {
    if (performance.now() - begun > limit) throw new Error(`${words} after ${limit} ms`);
    await pause(5);
  }
  return performance.now() - begun;
}

function parentOf(pid: number): number {
  return Number(/^\d+ \(.*\) \w (\d+)/s.exec(read(pid, 'stat'))?.[1] ?? -1);
}

function read(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
}

/** Whether a process has loaded Dawn. */
export function hasDawn(pid: number): boolean {
  return read(pid, 'maps').includes('dawn.node');
}
