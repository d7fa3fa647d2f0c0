/** Measures how quickly a server answers its probes while something is done to it. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { QUIET, watchOthers } from './others.ts';
import type { FaultServer } from './server.ts';

const PROBER = fileURLToPath(new URL('prober.js', import.meta.url));

/** Milliseconds within which probes are to be answered. */
export const PROMPT = 50;

/**
 * Times the limit that 99 % of the answers may take, so that a front that decodes or computes itself is found. Large bodies that
 * arrive at once are read in long rounds, and make V8 collect all garbage some times in a row, 20 ms each.
 */
const SLACK = 10;

/** Milliseconds of an answer, and of the work of the front's main thread meanwhile. */
type Time = readonly [number, number];

interface Asked {
  /** `apart` are both probes on the port for them. */
  readonly times: Readonly<Record<'livez' | 'readyz' | 'apart', readonly Time[]>>;
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
   * Whether an answer was no 200, the 99th percentile is over the limit by far, or that of the port for probes is over it at
   * all. Where other programs work too, only the work of the front counts, and not its waits for a core.
   */
  readonly fails: boolean;
}

/**
 * Asks the probes of a server with a port for them all the time, 50 times a second together and over connections of their own. The returned
 * function ends that, and resolves with the figures. The times are compared with `limit`, in milliseconds.
 */
export async function watchProbes(server: FaultServer, limit = PROMPT): Promise<() => Promise<ProbeFigures>> {
  const child = fork(PROBER, [String(server.pid), server.url, server.probes ?? ''], {
    execArgv: [],
    stdio: 'inherit',
  });
  await once(child, 'message');
  const shareOfOthers = watchOthers(server.pid);
  return async () => {
    child.send('end');
    const [asked] = (await once(child, 'message')) as [Asked];
    return judge(asked, shareOfOthers(asked.busy), limit);
  };
}

function judge({ times, wrong }: Asked, others: number, limit: number): ProbeFigures {
  const all = [...times.livez, ...times.readyz];
  const [spent, work] = [all.map(([time]) => time), all.map(([, worked]) => worked)];
  const isQuiet = others < QUIET;
  const late = spent.filter((time) => time > limit).length;
  const promptly = late === 0 ? 'yes' : `no, ${late} of ${all.length} were later`;
  const [live, ready] = [times.livez, times.readyz].map((each) => describe(each.map(([time]) => time)));
  const apart = times.apart.map(([time]) => time);
  const words = `/livez ${live}, /readyz ${ready}, all within ${limit} ms: ${promptly}; on the port for probes ${describe(apart)}; work of the front's main thread meanwhile ${describe(work)}; other programs took ${(100 * others).toFixed(0)} % of the cores`;
  const isLate = part(0.99, isQuiet ? spent : work) > SLACK * limit;
  return {
    words: [words, ...wrong.slice(0, 5)].join('; '),
    isQuiet,
    fails:
      wrong.length > 0 ||
      all.length === 0 ||
      apart.length === 0 ||
      isLate ||
      (isQuiet && part(0.99, apart) > limit),
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
