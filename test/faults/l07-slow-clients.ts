/** Clients that send their headers, their bodies, or take their answers, a few bytes at a time. */
import { setTimeout as pause } from 'node:timers/promises';
import { isIdle } from './lib/backend.ts';
import type { Fault } from './lib/fault.ts';
import { photo } from './lib/photos.ts';
import { watchProbes } from './lib/probes.ts';
import { until } from './lib/processes.ts';
import { startServer } from './lib/server.ts';
import {
  crowd,
  describe,
  describeTimes,
  type FaultSocket,
  openSocket,
  unexpected,
  within,
} from './lib/visitors.ts';

/** The 95th percentile of the others' times may become so many times what it is alone. The 99th is printed beside it. */
const MOST = 2;

const hasEnded = ({ endedAt }: FaultSocket) => endedAt !== undefined;

export default {
  id: 'L7',
  title: '200 clients with slow headers, 100 with slow bodies, 8 that do not read',
  quick: false,
  async run({ long }) {
    const seconds = long ? 10 : 4;
    const args = ['--workers', '2', '--time', `headers=${seconds}`, '--time', `rate=${seconds}`];
    const server = await startServer({ args: [...args, '--probe-port', '0'] });
    let goesOn = true;
    try {
      const body = await photo(1200, 900);
      const question = { url: `${server.url}/process?ops=resize_200,f_webp`, body };
      const alone = await crowd(4, [question], stopAfter(3000));
      const endProbes = await watchProbes(server);
      const begun = performance.now();
      const headers = Array.from({ length: 200 }, () => openSocket(server.url));
      const bodies = Array.from({ length: 100 }, () => openSocket(server.url));
      for (const socket of headers) socket.write('POST /gray HTTP/1.1\r\nHost: x\r\n');
      for (const socket of bodies)
        socket.write('POST /gray HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\n');
      const drip = setInterval(() => {
        for (const socket of headers) if (socket.writable) socket.write('X: 1\r\n');
        for (const socket of bodies) if (socket.writable) socket.write('1');
      }, 500);
      // The answer is 10 MB, and more than what lies in the buffers of the connection.
      const readers = Array.from({ length: 8 }, () => openSocket(server.url).pause());
      for (const socket of readers) {
        socket.write(
          `POST /process?ops=resize_1800_1800_fit=fill,f_tiff HTTP/1.1\r\nHost: x\r\nContent-Length: ${body.length}\r\n\r\n`,
        );
        socket.write(body);
      }
      const beside = await crowd(4, [question], stopAfter((seconds + 4) * 1000));
      clearInterval(drip);
      const probes = await endProbes();
      await until(() => isIdle(server), 30_000, 'the answers of those that do not read are not ready');
      // Nothing shows whether a connection is cut but reading from it, which one that is not cut would live on.
      await pause((seconds + 2) * 1000);
      for (const socket of readers) socket.resume();
      await until(() => readers.every(hasEnded), 5000, '').catch(() => {});
      const times = [...headers, ...bodies].map(
        ({ endedAt }) => (endedAt ?? Number.POSITIVE_INFINITY) - begun,
      );
      const said = [...headers, ...bodies].filter((socket) => socket.said?.includes(' 408 ')).length;
      const cut = readers.filter(hasEnded).length;
      const isPrompt = within(0.99, beside) <= MOST * within(0.99, alone);
      const figures = `${said} of 300 answered 408, the last after ${(Math.max(...times) / 1000).toFixed(1)} s; ${cut} of 8 readers cut; beside them ${describe(beside)}, 95 % within ${within(0.95, beside).toFixed(0)} ms (alone ${within(0.95, alone).toFixed(0)} ms); half, 99 % and all within ${describeTimes(alone)} alone and ${describeTimes(beside)}, 99 % at most ${MOST} times: ${isPrompt ? 'yes' : 'no'}; ${probes.words}`;
      // What other programs take is not taken by the slow clients.
      const isSlow = probes.isQuiet && within(0.95, beside) > MOST * within(0.95, alone);
      if (said < 300 || cut < 8 || unexpected(beside, 200).length > 0 || isSlow || probes.fails)
        throw new Error(figures);
      return figures;
    } finally {
      goesOn = false;
      await server.stop();
    }

    function stopAfter(milliseconds: number): () => boolean {
      const end = performance.now() + milliseconds;
      return () => goesOn && performance.now() < end;
    }
  },
} satisfies Fault;
