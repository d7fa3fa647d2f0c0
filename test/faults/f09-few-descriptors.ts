/** 500 connections to a server that may open 256 files. */
import { existsSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { type Fault, NotRun } from './lib/fault.ts';
import { photo } from './lib/photos.ts';
import { childrenOf, isAlive, until } from './lib/processes.ts';
import { startServer } from './lib/server.ts';
import { openSocket, visit } from './lib/visitors.ts';

export default {
  id: 'F9',
  title: '500 connections to a server that may open 256 files',
  quick: true,
  async run() {
    if (!existsSync('/usr/bin/prlimit')) throw new NotRun('it needs prlimit');
    const server = await startServer({ prefix: ['prlimit', '--nofile=256:256'], args: ['--workers', '1'] });
    try {
      const question = { url: `${server.url}/process?ops=resize_100`, body: await photo(800, 600) };
      const sockets = Array.from({ length: 500 }, () => openSocket(server.url));
      await pause(1500);
      const open = sockets.filter(({ endedAt }) => endedAt === undefined).length;
      const alive = isAlive(server.pid);
      for (const socket of sockets) socket.destroy();
      await pause(500);
      const after = await visit(question);
      const figures = `${open} connections kept; a request after they left: ${after.result} in ${after.milliseconds.toFixed(0)} ms`;
      if (!alive || after.result !== 200) throw new Error(figures);
      // The spare, for which there was no descriptor.
      const wait = await until(() => childrenOf(server.pid).length === 2, 30_000, 'there is no spare worker');
      return `${figures}, a spare worker ${(wait / 1000).toFixed(1)} s later`;
    } finally {
      await server.stop();
    }
  },
} satisfies Fault;
