/** Clients that take a large answer at 10 KB a second, less than the least rate. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Fault } from './lib/fault.ts';
import { photo } from './lib/photos.ts';
import { memoryOf, until } from './lib/processes.ts';
import { type FaultServer, startServer } from './lib/server.ts';
import { crowd, describe, type FaultSocket, openSocket, unexpected, visit } from './lib/visitors.ts';

const MiB = 2 ** 20;

/** Readers, the bytes that each takes in a second, and the bytes of its whole answer at least. */
const [READERS, RATE, WHOLE] = [50, 10 * 1024, 1800 * 1500 * 3];

/** Bytes that their answers may take: the limit of all bodies and answers, and what lies around in garbage. */
const MOST = 400 * MiB;

export default {
  id: 'L8',
  title: '50 clients that read an answer of 8 MB at 10 KB a second',
  quick: false,
  async run({ long }) {
    const seconds = long ? 10 : 4;
    const server = await startServer({ args: ['--workers', '2', '--time', `rate=${seconds}`] });
    let goesOn = true;
    try {
      const body = await photo(1200, 900);
      const question = { url: `${server.url}/process?ops=resize_200,f_webp`, body };
      await visit(question);
      const before = memoryOf(server.pid);
      const readers = Array.from({ length: READERS }, () => new SlowReader(server, body));
      await until(() => readers.every(({ taken }) => taken > 0), 30_000, 'a reader is not answered');
      const beside = crowd(2, [question], () => goesOn);
      await pause(1000);
      const growth = memoryOf(server.pid) - before;
      await pause(2000 * seconds);
      for (const reader of readers) reader.hurry();
      const allEnded = () =>
        readers.every(({ socket, taken }) => socket.endedAt !== undefined || taken >= WHOLE);
      await until(allEnded, 10_000, 'a reader is neither cut nor served');
      goesOn = false;
      const visits = await beside;
      const served = readers.filter(({ socket }) => socket.said?.includes(' 200 '));
      const whole = served.filter(({ taken }) => taken >= WHOLE);
      const figures = `${served.length} of ${READERS} got the beginning of a picture, ${served.length - whole.length} of them were cut, the others 503; ${(growth / MiB).toFixed(0)} MiB of growth; beside them ${describe(visits)}`;
      const isAnswered = visits.some(({ result }) => result === 200);
      if (
        served.length === 0 ||
        whole.length > 0 ||
        growth > MOST ||
        !isAnswered ||
        unexpected(visits, 200, 503).length > 0
      )
        throw new Error(figures);
      return figures;
    } finally {
      goesOn = false;
      await server.stop();
    }
  },
} satisfies Fault;

/** A client that asks for a picture of 8 MB. */
class SlowReader {
  readonly socket: FaultSocket;
  taken = 0;
  #hurries = false;

  constructor({ url }: FaultServer, body: Buffer) {
    const path = '/process?ops=resize_1800_1500_fit=fill,f_tiff';
    this.socket = openSocket(url);
    this.socket.write(
      `POST ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: ${body.length}\r\n\r\n`,
    );
    this.socket.write(body);
    this.socket.on('data', ({ length }) => {
      this.taken += length;
      if (this.#hurries) return;
      this.socket.pause();
      setTimeout(() => this.socket.resume(), (1000 * length) / RATE).unref();
    });
  }

  /** Reads on as fast as it can. Nothing else shows that a connection was cut. */
  hurry(): void {
    this.#hurries = true;
    this.socket.resume();
  }
}
