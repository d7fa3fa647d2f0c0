/** SIGTERM in the middle of many requests. */
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import type { Fault } from './lib/fault.ts';
import { photo } from './lib/photos.ts';
import { startServer } from './lib/server.ts';
import { crowd, describe, keeping, unexpected, visit, within } from './lib/visitors.ts';

/** Milliseconds in which the server has to end. */
const LIMIT = 20_000;

/** Makes the server tell which connections it has taken. */
const TELLING = `--import ${new URL('lib/accepted.mjs', import.meta.url)}`;

export default {
  id: 'L11',
  title: 'SIGTERM in the middle of many requests',
  quick: true,
  async run({ long }) {
    const server = await startServer({
      args: ['--workers', '2', ...(long ? [] : ['--shutdown-delay', '2'])],
      env: { NODE_OPTIONS: TELLING },
    });
    let goesOn = true;
    try {
      const body = await photo(2400, 1800);
      const agent = keeping();
      const url = `${server.url}/process?ops=resize_300,f_webp`;
      const exit = once(server.process, 'exit');
      const visits = crowd(
        16,
        [
          { url, body, agent },
          { url, body },
        ],
        () => goesOn,
      );
      await pause(long ? 5000 : 1500);
      const begun = performance.now();
      server.process.kill('SIGTERM');
      await pause(50);
      const ready = await visit({ url: `${server.url}/readyz` });
      const probes = crowd(1, [{ url: `${server.url}/livez` }], () => goesOn);
      exit.then(() => {
        goesOn = false;
      });
      const [code] = await Promise.race([exit, pause(LIMIT, ['nothing'])]);
      const took = performance.now() - begun;
      const all = await visits;
      // After the delay nothing listens any more, and that is all that a client may notice. Linux resets a connection that
      // it holds for the server when that stops listening; one that the server has taken is never cut.
      const wrong = unexpected(all, 200, 503, 'ECONNREFUSED', 'ECONNRESET');
      const taken = new Set(server.lines.map((line) => /^accepted (\d+)$/.exec(line)?.[1]));
      const reset = all.filter(({ result }) => result === 'ECONNRESET');
      const cut = reset.filter(({ port }) => taken.has(String(port)));
      const alive = (await probes).filter(({ result }) => result === 200);
      const figures = `ended with ${code} after ${(took / 1000).toFixed(1)} s; /readyz ${ready.result}; ${describe(
        all.filter(({ result }) => result !== 'ECONNREFUSED'),
      )}; ${cut.length} cut that were taken; /livez 95 % within ${within(0.95, alive).toFixed(0)} ms`;
      if (code !== 0 || ready.result !== 503 || wrong.length > 0 || cut.length > 0 || taken.size < 10)
        throw new Error(figures);
      return figures;
    } finally {
      goesOn = false;
      await server.stop();
    }
  },
} satisfies Fault;
