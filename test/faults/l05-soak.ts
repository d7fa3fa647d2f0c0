/** Mixed load for long, and a burst. `npm run test:soak` does the same for as long as asked, and prints each sample. */
import type { Fault } from './lib/fault.ts';
import { startServer } from './lib/server.ts';
import { describeSoak, failsSoak, soak } from './lib/soak.ts';

export default {
  id: 'L5',
  title: 'mixed load from 8 clients, then a burst of large pictures from 32',
  quick: false,
  async run({ long }) {
    const server = await startServer({ args: ['--workers', '2', '--probe-port', '0'] });
    try {
      const times = long
        ? { load: 20 * 60_000, burst: 30_000, rest: 30_000 }
        : { load: 10_000, burst: 5000, rest: 30_000 };
      const result = await soak(server, times);
      const figures = describeSoak(result);
      if (failsSoak(result)) throw new Error(figures);
      return figures;
    } finally {
      await server.stop();
    }
  },
} satisfies Fault;
