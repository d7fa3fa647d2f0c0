/** Rolling restarts of two servers behind nginx, under requests by GET and POST. */

import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import type { Fault } from './lib/fault.ts';
import { startNginx } from './lib/nginx.ts';
import { photo } from './lib/photos.ts';
import { type FaultServer, startServer } from './lib/server.ts';
import { crowd, describe, unexpected } from './lib/visitors.ts';

/** Milliseconds from SIGTERM in which a server has to end. */
const LIMIT = 20_000;

export default {
  id: 'L13',
  title: 'rolling restarts of two servers behind nginx',
  quick: false,
  async run({ long }) {
    const [front, ...ports] = await Promise.all([freePort(), freePort(), freePort()]);
    const args = (port: number) => ['--port', String(port), ...(long ? [] : ['--shutdown-delay', '1'])];
    const servers: FaultServer[] = await Promise.all(ports.map((port) => startServer({ args: args(port) })));
    const nginx = await startNginx(front, ports).catch(async (error) => {
      await Promise.all(servers.map((server) => server.stop()));
      throw error;
    });
    let [goesOn, restarts, slowest] = [true, 0, 0];
    const body = await photo(1600, 1200);
    const get = { url: `${nginx.url}/ops` };
    const post = { url: `${nginx.url}/process?ops=resize_300,f_webp`, body };
    const visits = crowd(4, [get, post, post], () => goesOn);
    try {
      for (; restarts < (long ? 10 : 4); restarts++) {
        const which = restarts % 2;
        const server = servers[which] as FaultServer;
        await nginx.use(ports.filter((_, index) => index !== which));
        slowest = Math.max(slowest, await endByTerm(server));
        servers[which] = await startServer({ args: args(ports[which] as number) });
        await nginx.use(ports);
      }
    } finally {
      goesOn = false;
      await visits;
      await Promise.all([nginx.stop(), ...servers.map((server) => server.stop())]);
    }
    const all = await visits;
    const figures = `${restarts} restarts, each ended in ${(slowest / 1000).toFixed(1)} s at most; ${describe(all)}`;
    if (unexpected(all, 200).length > 0) throw new Error(figures);
    return figures;
  },
} satisfies Fault;

/** Resolves with the milliseconds until the server has ended by itself. */
async function endByTerm(server: FaultServer): Promise<number> {
  const begun = performance.now();
  server.process.kill('SIGTERM');
  const [code] = await once(server.process, 'exit', { signal: AbortSignal.timeout(LIMIT) });
  if (code !== 0) throw new Error(`the server ended with ${code}:\n${server.lines.join('\n')}`);
  return performance.now() - begun;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
