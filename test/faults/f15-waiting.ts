/** What waiting for the GPU costs: Dawn asks for its results all the time unless it is tamed. */
import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { type Fault, NotRun } from './lib/fault.ts';
import { childrenOf } from './lib/processes.ts';
import { type FaultServer, startServer } from './lib/server.ts';

const OPS = fileURLToPath(new URL('lib/endless-ops.js', import.meta.url));

/** Looks, and milliseconds of each. */
const [LOOKS, LOOK] = [3, 1000];

/** The share of a core that waiting may take in the cheapest look; more on a machine that does much else. Spinning takes all. */
const MOST = { long: 0.1, short: 0.4 };

export default {
  id: 'F15',
  title: "the GPU's worker waits for a long dispatch",
  quick: true,
  async run({ long }) {
    if (!process.env.NOIR_TEST_GPU) throw new NotRun('there is no GPU, not even a software one');
    const server = await startServer({
      args: ['--workers', '1', '--ops', OPS],
      env: { NOIR_GPU: 'software' },
    });
    try {
      const create = { width: 4000, height: 3000, channels: 3, background: 'teal' } as const;
      const body = new Uint8Array(await sharp({ create }).png().toBuffer());
      const answer = fetch(`${server.url}/process?ops=gpuForever_1,f_png`, { method: 'POST', body });
      await pause(1500);
      // A machine that does much else makes a look dearer.
      let share = Number.POSITIVE_INFINITY;
      for (let look = 0; look < LOOKS; look++) share = Math.min(share, await shareOf(server));
      await answer;
      if (share > MOST[long ? 'long' : 'short'])
        throw new Error(`waiting takes ${(100 * share).toFixed(1)} % of a core`);
      return `waiting takes ${(100 * share).toFixed(1)} % of a core`;
    } finally {
      await server.stop();
    }
  },
} satisfies Fault;

/** The largest share of a core that the main thread of a worker takes for some time. */
async function shareOf({ pid: front }: FaultServer): Promise<number> {
  const begun = performance.now();
  const before = childrenOf(front).map((pid) => [pid, mainThreadTime(pid)] as const);
  await pause(LOOK);
  const took = performance.now() - begun;
  return Math.max(...before.map(([pid, time]) => (mainThreadTime(pid) - time) / took));
}

/** Milliseconds that the main thread of a process has run so far. Its id is that of the process. */
function mainThreadTime(pid: number): number {
  const [nanoseconds] = readFileSync(`/proc/${pid}/task/${pid}/schedstat`, 'utf8').split(' ');
  return Number(nanoseconds) / 1e6;
}
