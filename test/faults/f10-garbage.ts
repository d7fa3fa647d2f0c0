/** Full garbage collections every 50 ms in the front and in all workers: Dawn crashes when its objects are collected. */
import { fileURLToPath } from 'node:url';
import { type Fault, NotRun } from './lib/fault.ts';
import { describeTally, hammer, prepareCases } from './lib/load.ts';
import { childrenOf } from './lib/processes.ts';
import { startServer } from './lib/server.ts';

const COLLECTING = fileURLToPath(new URL('lib/collect-often.js', import.meta.url));

export default {
  id: 'F10',
  title: 'garbage collected every 50 ms',
  quick: false,
  async run({ long }) {
    if (!process.env.NOIR_TEST_GPU) throw new NotRun('there is no GPU, not even a software one');
    const server = await startServer({
      args: ['--workers', '1', '--deadline', '60', '--ops', COLLECTING],
      env: { NOIR_GPU: 'software' },
    });
    try {
      const cases = await prepareCases(server.url);
      const workers = childrenOf(server.pid).join();
      const end = performance.now() + (long ? 300_000 : 10_000);
      const tally = await hammer(cases, 8, () => performance.now() < end);
      if (tally.others.size > 0) throw new Error(describeTally(tally));
      if (childrenOf(server.pid).join() !== workers) throw new Error('a worker has died');
      return `no death; ${describeTally(tally)}`;
    } finally {
      await server.stop();
    }
  },
} satisfies Fault;
