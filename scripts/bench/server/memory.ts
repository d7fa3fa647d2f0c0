// The memory of a server, as the kernel counts it.
import { readFileSync } from 'node:fs';

/** Mebibytes of a process and those that it has started, shared ones in proportion (PSS). */
function memoryOf(pid: number): number {
  const [, kibibytes = 0] = /^Pss:\s+(\d+)/m.exec(read(`/proc/${pid}/smaps_rollup`)) ?? [];
  const children = read(`/proc/${pid}/task/${pid}/children`).trim().split(' ').filter(Boolean);
  return children.reduce((sum, child) => sum + memoryOf(Number(child)), Number(kibibytes) / 1024);
}

/** A file of a process, or nothing when the process has just ended. */
function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

/** Milliseconds between two looks. One takes the kernel 5 ms of each process, which the server lacks meanwhile. */
const LOOK = 500;

/** Looks at a process while the work goes on. Resolves with its result and the most mebibytes. */
export async function watchMemory<T>(pid: number, work: Promise<T>): Promise<{ result: T; most: number }> {
  let most = memoryOf(pid);
  const timer = setInterval(() => {
    most = Math.max(most, memoryOf(pid));
  }, LOOK);
  try {
    return { result: await work, most };
  } finally {
    clearInterval(timer);
  }
}
