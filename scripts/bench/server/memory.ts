// The memory of a server, as the kernel counts it.
import { readFileSync } from 'node:fs';

/** Mebibytes of a process, shared ones in proportion (PSS). Undefined where the kernel does not say. */
function memoryOf(pid: number): number | undefined {
  try {
    const [, kibibytes] = /^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8')) ?? [];
    return kibibytes === undefined ? undefined : Number(kibibytes) / 1024;
  } catch {
    return undefined;
  }
}

/** Looks at a process every 100 ms while the work goes on. Resolves with its result and the most mebibytes. */
export async function watchMemory<T>(pid: number, work: Promise<T>): Promise<{ result: T; most: number }> {
  let most = memoryOf(pid) ?? Number.NaN;
  const timer = setInterval(() => {
    most = Math.max(most, memoryOf(pid) ?? most);
  }, 100);
  try {
    return { result: await work, most };
  } finally {
    clearInterval(timer);
  }
}
