/** Measures how quickly a server answers its probes while something is done to it. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { watchOthers } from './others.ts';
import type { FaultServer } from './server.ts';

const PROBER = fileURLToPath(new URL('prober.js', import.meta.url));

/** Milliseconds within which probes are to be answered. */
export const PROMPT = 50;

/** The share of the machine's cores that other programs may take in a run whose times are judged. */
const QUIET = 0.15;

/**
 * Times the limit that the front may work before an answer, where other programs work too. A front that gets a tenth of a core
 * finds ten times as much to read whenever it gets there. One that decodes a large picture itself works for longer.
 */
const SLOWER = 10;

/** Milliseconds of an answer, and of the work of the front's main thread meanwhile. */
type Time = readonly [number, number];

interface Limits {
  readonly limit: number;
  readonly allowed: number;
}

interface Asked {
  readonly times: Readonly<Record<'livez' | 'readyz', readonly Time[]>>;
  /** Answers that are not 200, in words. */
  readonly wrong: readonly string[];
  /** Milliseconds of processor time that asking took. */
  readonly busy: number;
}

export interface ProbeFigures {
  readonly words: string;
  /** Whether other programs left the machine alone, so that times are the server's own. */
  readonly isQuiet: boolean;
  /**
   * Whether an answer was no 200, or the 99th percentile is over the limit. Where other programs work too,
   * only the work of the front counts, and not its waits for a core, and may be `SLOWER` times the limit.
   */
  readonly fails: boolean;
}

/**
 * Asks the probes of a server all the time, each 50 times a second and over connections of their own. The returned
 * function ends that, and resolves with the figures. The times are compared with `limit`, and judged by `allowed`, both in
 * milliseconds.
 */
export async function watchProbes(
  server: FaultServer,
  limit = PROMPT,
  allowed = limit,
): Promise<() => Promise<ProbeFigures>> {
  const child = fork(PROBER, [server.url, String(server.pid)], { execArgv: [], stdio: 'inherit' });
  await once(child, 'message');
  const shareOfOthers = watchOthers(server.pid);
  return async () => {
    child.send('end');
    const [asked] = (await once(child, 'message')) as [Asked];
    return judge(asked, shareOfOthers(asked.busy), { limit, allowed });
  };
}

function judge({ times, wrong }: Asked, others: number, { limit, allowed }: Limits): ProbeFigures {
  const all = [...times.livez, ...times.readyz];
  const [spent, work] = [all.map(([time]) => time), all.map(([, worked]) => worked)];
  const isQuiet = others < QUIET;
  const late = spent.filter((time) => time > limit).length;
  const promptly = late === 0 ? 'yes' : `no, ${late} of ${all.length} were later`;
  const [live, ready] = [times.livez, times.readyz].map((each) => describe(each.map(([time]) => time)));
  const words = `/livez ${live}, /readyz ${ready}, all within ${limit} ms: ${promptly}; work of the front's main thread meanwhile ${describe(work)}; other programs took ${(100 * others).toFixed(0)} % of the cores`;
  const isLate = isQuiet ? part(0.99, spent) > allowed : part(0.99, work) > SLOWER * allowed;
  return {
    words: [words, ...wrong.slice(0, 5)].join('; '),
    isQuiet,
    fails: wrong.length > 0 || all.length === 0 || isLate,
  };
}

/** Median, 99th percentile and worst time. */
function describe(times: readonly number[]): string {
  return `${[0.5, 0.99, 1].map((share) => part(share, times).toFixed(1)).join(' / ')} ms`;
}

function part(share: number, times: readonly number[]): number {
  const sorted = times.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}
