/** A log that nobody reads, until the terminal of the server closes. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Fault } from './lib/fault.ts';
import { photo } from './lib/photos.ts';
import { childrenOf, isAlive, memoryOf, until } from './lib/processes.ts';
import { startServer } from './lib/server.ts';
import { visit } from './lib/visitors.ts';

/** Requests with lines of 8 KB: 16 MB, of which a pipe takes 200 KB at most. */
const [REQUESTS, AT_ONCE] = [2000, 20];

export default {
  id: 'F16',
  title: 'a log that nobody reads, and a terminal that closes',
  quick: true,
  async run() {
    const server = await startServer({ args: ['--workers', '1', '--log', 'json'] });
    try {
      const log = server.process.stderr as NodeJS.ReadableStream;
      const workers = childrenOf(server.pid);
      log.pause();
      const before = memoryOf(server.pid);
      const answered = await askOften(server.url);
      const growth = (memoryOf(server.pid) - before) / 2 ** 20;
      log.resume();
      const isSaid = () => server.lines.some((line) => /dropped \d+ lines/.test(line));
      await until(isSaid, 5000, 'the log does not say that lines were dropped');
      log.pause();
      await askOften(server.url);
      const last = visit({ url: `${server.url}/process?ops=blur_20`, body: await photo(2000, 1500) });
      // The server has taken the request.
      await pause(200);
      for (const signal of ['SIGHUP', 'SIGHUP'] as const) server.process.kill(signal);
      const { result } = await last;
      const end = await until(() => server.process.exitCode !== null, 20_000, 'the server has not ended');
      await until(() => !workers.some(isAlive), 2000, 'a worker is left');
      const figures = `${answered} of ${REQUESTS} answered, growth ${growth.toFixed(0)} MiB; after SIGHUP the request in progress got ${result}, and the server ended with ${server.process.exitCode} after ${(end / 1000).toFixed(1)} s`;
      if (answered < REQUESTS || result !== 200 || server.process.exitCode !== 0) throw new Error(figures);
      return figures;
    } finally {
      await server.stop();
    }
  },
} satisfies Fault;

/** Asks for addresses that are not there. Resolves with the number of answers that say so. */
async function askOften(url: string): Promise<number> {
  let answered = 0;
  const ask = async () => {
    for (let nth = 0; nth < REQUESTS / AT_ONCE; nth++) {
      const { status, body } = await fetch(`${url}/${'x'.repeat(8000)}`);
      await body?.cancel();
      if (status === 404) answered++;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, ask));
  return answered;
}
