/** Clients that leave at a random moment: while they send, while their job waits or runs, or while they receive. */
import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import sharp from 'sharp';
import { isIdle } from './lib/backend.ts';
import type { Fault } from './lib/fault.ts';
import { until } from './lib/processes.ts';
import { type FaultServer, startServer } from './lib/server.ts';

/** The longest that a client stays, in milliseconds. */
const STAY = 1500;

export default {
  id: 'L6',
  title: 'clients that leave at a random moment',
  quick: true,
  async run({ long }) {
    const count = long ? 200 : 60;
    const figures: string[] = [];
    for (const args of [
      ['--workers', '2'],
      ['--isolation', 'none'],
    ]) {
      const server = await startServer({ args });
      try {
        const body = await makePhoto();
        const usual = await timeThumbnail(server, body);
        await Promise.all(
          Array.from({ length: count }, (_, index) => leave(server, body, (STAY * index) / count)),
        );
        const after = await timeThumbnail(server, body);
        const rest = await until(() => isIdle(server), 10_000, 'jobs are still in progress');
        const name = args[0] === '--workers' ? 'workers' : 'one process';
        figures.push(
          `${name}: ${count} left, the next thumbnail took ${after.toFixed(0)} ms, usually ${usual.toFixed(0)} ms; idle after ${rest.toFixed(0)} ms`,
        );
      } finally {
        await server.stop();
      }
    }
    return figures.join('; ');
  },
} satisfies Fault;

async function makePhoto(): Promise<Buffer> {
  const noise = { type: 'gaussian', mean: 128, sigma: 30 } as const;
  const create = { width: 2400, height: 1600, channels: 3, background: 'teal', noise } as const;
  return sharp({ create }).jpeg().toBuffer();
}

/** Sends a job of a second or two, and leaves after so many milliseconds. */
async function leave({ url }: FaultServer, body: Buffer, milliseconds: number): Promise<void> {
  const { port, hostname } = new URL(url);
  const socket = connect(Number(port), hostname);
  // What the server says to somebody who is leaving does not matter.
  socket.on('error', () => {}).resume();
  socket.write(
    `POST /process?ops=median_9,f_png HTTP/1.1\r\nHost: x\r\nContent-Length: ${body.length}\r\n\r\n`,
  );
  socket.write(body);
  await pause(milliseconds);
  socket.destroy();
}

async function timeThumbnail({ url }: FaultServer, body: Buffer): Promise<number> {
  const begun = performance.now();
  const place = `${url}/process?ops=resize_100,f_jpeg`;
  const response = await fetch(place, { method: 'POST', body: new Uint8Array(body) });
  if (!response.ok)
    throw new Error(`a thumbnail afterwards got ${response.status}: ${await response.text()}`);
  await response.arrayBuffer();
  return performance.now() - begun;
}
