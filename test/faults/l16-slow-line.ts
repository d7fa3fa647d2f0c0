/** A client with a slow line: it sends and takes more than the least rate, but for much longer than the deadline. */
import { type IncomingMessage, request } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import sharp from 'sharp';
import type { Fault } from './lib/fault.ts';
import { startServer } from './lib/server.ts';

/** Bytes of a piece, and milliseconds between two: 2 Mbit/s. */
const [PIECE, PAUSE] = [25_000, 100];

/** Settings with which a short run sends for longer than the deadline, too. A long run has the server's own. */
const SHORT = ['--deadline', '4', '--time', 'rate=2'];

export default {
  id: 'L16',
  title: 'an upload and its answer at 2 Mbit/s, each longer than the deadline',
  quick: true,
  async run({ long }) {
    const server = await startServer({ args: ['--workers', '1', ...(long ? [] : SHORT)] });
    try {
      const [width, height] = long ? [2000, 1750] : [800, 625];
      const create = { width, height, channels: 3, background: 'teal' } as const;
      const body = await sharp({ create }).tiff({ compression: 'none' }).toBuffer();
      const url = `${server.url}/process?ops=negate,f_tiff_compression=none`;
      const { status, picture, sending, taking } = await exchange(url, body);
      const figures = `${status}; ${(body.length / 1e6).toFixed(1)} MB sent in ${sending.toFixed(0)} s, ${(picture.length / 1e6).toFixed(1)} MB taken in ${taking.toFixed(0)} s`;
      if (status !== 200) throw new Error(figures);
      const { data, info } = await sharp(picture).raw().toBuffer({ resolveWithObject: true });
      // Teal is #008080.
      const isRight = data.every((level, at) => level === (at % 3 === 0 ? 255 : 127));
      if (!isRight || info.width !== width) throw new Error(`${figures}; not the right picture`);
      return figures;
    } finally {
      await server.stop();
    }
  },
} satisfies Fault;

/** Sends a body and takes the answer, a piece at a time. Times are in seconds. */
async function exchange(url: string, body: Buffer) {
  const begun = performance.now();
  const sent = request(url, { method: 'POST', headers: { 'Content-Length': body.length } });
  const answer = new Promise<IncomingMessage>((resolve, reject) => {
    sent.on('response', (response) => resolve(response.pause())).on('error', reject);
  });
  for (let at = 0; at < body.length; at += PIECE) {
    sent.write(body.subarray(at, at + PIECE));
    await pause(PAUSE);
  }
  sent.end();
  const response = await answer;
  const answered = performance.now();
  const chunks: Buffer[] = [];
  for await (const chunk of response) {
    chunks.push(chunk);
    await pause((PAUSE * chunk.length) / PIECE);
  }
  const [sending, taking] = [answered - begun, performance.now() - answered].map((time) => time / 1000);
  return {
    status: response.statusCode,
    picture: Buffer.concat(chunks),
    sending: sending as number,
    taking: taking as number,
  };
}
