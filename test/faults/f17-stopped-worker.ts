/** A worker that the system has stopped while it had nothing to do. */
import type { Fault } from './lib/fault.ts';
import { photo } from './lib/photos.ts';
import { childrenOf, isAlive, until } from './lib/processes.ts';
import { startServer } from './lib/server.ts';
import { visit } from './lib/visitors.ts';

export default {
  id: 'F17',
  title: 'a worker that is stopped',
  quick: true,
  async run() {
    const server = await startServer({ args: ['--workers', '1'] });
    try {
      await until(() => childrenOf(server.pid).length === 2, 30_000, 'there is no spare worker');
      const question = { url: `${server.url}/process?ops=resize_100`, body: await photo(800, 600) };
      const stopped = childrenOf(server.pid)[0] as number;
      process.kill(stopped, 'SIGSTOP');
      const { result, milliseconds } = await visit(question);
      await until(() => !isAlive(stopped), 1000, 'the stopped worker is left');
      const next = await visit(question);
      const figures = `a request to it alone: ${result} after ${(milliseconds / 1000).toFixed(1)} s, the next one ${next.result}`;
      if (result !== 200 || next.result !== 200) throw new Error(figures);
      return figures;
    } finally {
      await server.stop();
    }
  },
} satisfies Fault;
