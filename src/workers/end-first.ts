/** Makes the kernel end a worker rather than the front when memory runs out: a worker is replaced, the front is not. */
import { readFileSync, writeFileSync } from 'node:fs';

const FILE = '/proc/self/oom_score_adj';

/** Thousandths of the memory that a worker seems to take beside what it does. A process has 1000 at most. */
const [MORE, MOST] = [300, 1000];

/** Does nothing on systems other than Linux, and where it is forbidden. */
export function endFirst(): void {
  try {
    const before = Number(readFileSync(FILE, 'utf8'));
    writeFileSync(FILE, String(Math.min(MOST, before + MORE)));
  } catch {}
}
