/** Uploads that never finish, and requests beside them. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Fault } from './lib/fault.ts';
import { photo } from './lib/photos.ts';
import { watchProbes } from './lib/probes.ts';
import { childrenOf, filesInMemory, memoryOf, until } from './lib/processes.ts';
import { startServer } from './lib/server.ts';
import { type FaultSocket, openSocket, visit } from './lib/visitors.ts';

const MiB = 2 ** 20;

/** Bytes that 60 uploads may take: the limit of all bodies and what lies around in garbage. */
const MOST = 400 * MiB;

export default {
  id: 'L14',
  title: '60 uploads of 32 MiB that never finish',
  quick: true,
  async run() {
    const server = await startServer({ args: ['--workers', '1', '--time', 'rate=4', '--probe-port', '0'] });
    try {
      const body = await photo(800, 600);
      const question = { url: `${server.url}/gray`, body };
      await visit(question);
      // Its start is over when the spare worker is there.
      await until(() => childrenOf(server.pid).length === 2, 60_000, 'there is no spare worker');
      const memory = () => memoryOf(server.pid) + filesInMemory();
      const before = memory();
      const endProbes = await watchProbes(server);
      const sockets = Array.from({ length: 60 }, () => openSocket(server.url));
      const first = sockets.splice(0, 8);
      await Promise.all(first.map((socket) => begin(socket, 31)));
      const waits = await Promise.all(sockets.map((socket) => refusal(socket)));
      const beside = await visit(question);
      await pause(2000);
      const growth = memory() - before;
      await until(async () => (await visit(question)).result === 200, 20_000, 'no request is answered again');
      const cut = () => first.filter(({ said }) => said?.includes(' 408 ')).length;
      await until(() => cut() === 8, 10_000, 'an upload that stands still is not cut');
      const probes = await endProbes();
      for (const socket of [...first, ...sockets]) socket.destroy();
      const figures = `${(growth / MiB).toFixed(0)} MiB of growth; 8 uploads taken and then cut as too slow; ${waits.length} refused within ${Math.max(...waits).toFixed(0)} ms; beside them a request ${beside.result} in ${beside.milliseconds.toFixed(0)} ms; ${probes.words}`;
      if (growth > MOST || beside.result !== 503 || probes.fails) throw new Error(figures);
      return figures;
    } finally {
      await server.stop();
    }
  },
} satisfies Fault;

/** Begins an upload of 32 MiB, and sends so many of them. */
async function begin(socket: FaultSocket, sent: number): Promise<void> {
  socket.write('POST /gray HTTP/1.1\r\nHost: x\r\nContent-Length: 33554432\r\n\r\n');
  for (let piece = 0; piece < sent; piece++) {
    await new Promise((resolve) => socket.write(Buffer.alloc(MiB, 1), resolve));
  }
}

/** Begins an upload, and resolves with the milliseconds until it is refused. */
async function refusal(socket: FaultSocket): Promise<number> {
  const begun = performance.now();
  await begin(socket, 1);
  await until(() => socket.said?.includes(' 503 ') ?? false, 10_000, 'an upload is not refused');
  return performance.now() - begun;
}
