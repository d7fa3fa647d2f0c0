/** Kills workers while requests are under way. */
import { setTimeout as pause } from 'node:timers/promises';
import { isIdle } from './backend.ts';
import { describeTally, hammer, prepareCases, type Tally } from './load.ts';
import { childrenOf, descriptorsOf, hasDawn, killNow, memoryOf, until } from './processes.ts';
import { type FaultServer, startServer } from './server.ts';

interface Kills {
  readonly count: number;
  /** Milliseconds between two kills. */
  readonly pause: number;
  /** Whether every second kill is of the worker that has the GPU. */
  readonly gpuInTurn?: boolean;
  /** Whether a job may be lost because it was hit twice. */
  readonly maySpoil: boolean;
  /** Further arguments and variables of the server. */
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** Clients at once. */
const CLIENTS = 64;

/**
 * Kills workers, one after the other in turn, under 64 mixed requests at once. Resolves with the figures; throws when a
 * good request is not answered with its picture, or when the server does not come to rest.
 */
export async function killUnderLoad({
  count,
  pause: between,
  maySpoil,
  gpuInTurn = false,
  args = [],
  env = {},
}: Kills): Promise<string> {
  // Long, because the answers of this test are compared on a machine that does much else.
  const server = await startServer({ args: ['--workers', '2', '--deadline', '60', ...args], env });
  try {
    const cases = await prepareCases(server.url);
    const before = describeHeld(server);
    let goesOn = true;
    const work = hammer(cases, CLIENTS, () => goesOn);
    await pause(500);
    for (let kill = 0; kill < count; kill++) {
      const workers = childrenOf(server.pid);
      const victim = gpuInTurn ? pickInTurn(workers, kill) : workers[kill % workers.length];
      killNow(victim as number);
      await pause(between);
    }
    goesOn = false;
    const tally = await work;
    checkTally(tally, maySpoil);
    await checkRest(server);
    return `${count} kills; ${describeTally(tally)}; before ${before}, after ${describeHeld(server)}`;
  } finally {
    await server.stop();
  }
}

/** The GPU's worker, then one of the others, and so on; the youngest process of each kind is the spare. */
function pickInTurn(workers: readonly number[], kill: number): number | undefined {
  const [gpu, others] = [workers.filter(hasDawn), workers.filter((pid) => !hasDawn(pid))];
  const oldestFirst = (kill % 2 === 0 ? gpu : others).sort((a, b) => a - b);
  return oldestFirst[kill % 2 === 0 ? 0 : ((kill - 1) / 2) % 2];
}

/** The front's descriptors, and the memory of all processes. */
function describeHeld({ pid }: FaultServer): string {
  const bytes = [pid, ...childrenOf(pid)].reduce((sum, each) => sum + memoryOf(each), 0);
  return `${descriptorsOf(pid)} descriptors and ${(bytes / 2 ** 20).toFixed(0)} MiB`;
}

function checkTally(tally: Tally, maySpoil: boolean): void {
  const wrong = [...tally.others.keys()].filter((word) => !maySpoil || word !== '503 worker-lost');
  if (wrong.length > 0 || tally.right === 0) throw new Error(describeTally(tally));
}

/** Waits until no job is in progress and all workers are there again. */
async function checkRest(server: FaultServer): Promise<void> {
  await until(() => isIdle(server), 10_000, 'jobs are still in progress');
}
