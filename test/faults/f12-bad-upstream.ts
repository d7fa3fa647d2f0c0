/** Servers of pictures that refuse, hang, drip, lie about lengths, send bombs, or redirect for ever. */
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import type { Fault } from './lib/fault.ts';
import { photo } from './lib/photos.ts';
import { childrenOf, descriptorsOf, until } from './lib/processes.ts';
import { startServer } from './lib/server.ts';
import { visit } from './lib/visitors.ts';

/** Milliseconds in which each of them must be answered: the time for a source, and what a busy machine adds. */
const LIMIT = 12_000;

const png = await photo(64, 48);
const bomb = gzipSync(Buffer.alloc(80e6));

/** Each way to fail, with the status that the client must get. */
const WAYS: Readonly<Record<string, { status: number; answer(response: ServerResponse): void }>> = {
  resets: { status: 502, answer: (response) => void response.destroy() },
  hangs: { status: 504, answer() {} },
  'hangs-inside': { status: 504, answer: (response) => void response.write(png.subarray(0, 20)) },
  drips: {
    status: 504,
    answer(response) {
      const timer = setInterval(() => response.write('x'), 200);
      response.on('close', () => clearInterval(timer));
    },
  },
  'too-short': {
    status: 502,
    answer(response) {
      response.writeHead(200, { 'Content-Length': 10 * png.length });
      response.write(png, () => response.destroy());
    },
  },
  'claims-1-gb': {
    status: 422,
    answer: (response) => void response.writeHead(200, { 'Content-Length': 1e9 }).flushHeaders(),
  },
  endless: {
    status: 422,
    answer(response) {
      const more = () => response.writable && response.write(Buffer.alloc(65536), more);
      more();
    },
  },
  bomb: {
    status: 422,
    answer: (response) => void response.writeHead(200, { 'Content-Encoding': 'gzip' }).end(bomb),
  },
  page: { status: 502, answer: (response) => void response.end('<!DOCTYPE html><p>Sign in') },
  fails: { status: 502, answer: (response) => void response.writeHead(500).end() },
};

/** Whether the server has to wait for as long as it does for any source. */
const isSlow = (name: string) => WAYS[name]?.status === 504;

export default {
  id: 'F12',
  title: 'sources that refuse, hang, drip, lie, send bombs or redirect for ever',
  quick: true,
  async run({ long }) {
    const upstream = createServer(({ url = '' }, response) => {
      const hop = /^\/hop\/(\d+)$/.exec(url)?.[1];
      const way = WAYS[url.slice(1)];
      if (hop) response.writeHead(302, { Location: `/hop/${Number(hop) + 1}` }).end();
      else if (way) way.answer(response);
      else response.end(png);
    });
    await new Promise<void>((resolve) => upstream.listen(0, '127.0.0.1', resolve));
    const base = `http://127.0.0.1:${(upstream.address() as AddressInfo).port}/`;
    const server = await startServer({ program: ['test/faults/lib/web-server.js', base] });
    try {
      const get = (name: string) => visit({ url: `${server.url}/image/w_32,f_png/${name}` });
      const good = async () => (await get(`good-${Math.random()}`)).result;
      if ((await good()) !== 200) throw new Error('a good source is not answered');
      // The worker and the spare, which starts when nobody asks for anything.
      await until(() => childrenOf(server.pid).length === 2, 60_000, 'there is no spare worker');
      await pause(500);
      const before = descriptorsOf(server.pid);
      const names = [...Object.keys(WAYS), 'hop/0'];
      const asked = Array.from({ length: long ? 10 : 1 }, () => names).flat();
      const ask = async (name: string) => ({ name, ...(await get(name)) });
      // Those that are answered at once come first, because they would share the processor with one another.
      const answers = [];
      for (const name of asked.filter((each) => !isSlow(each))) answers.push(await ask(name));
      answers.push(...(await Promise.all(asked.filter(isSlow).map(ask))));
      const wrong = answers.filter(
        ({ name, result, milliseconds }) => result !== (WAYS[name]?.status ?? 502) || milliseconds > LIMIT,
      );
      const slowest = Math.max(...answers.map(({ milliseconds }) => milliseconds));
      if (wrong.length > 0) throw new Error(wrong.map(({ name, result }) => `${name}: ${result}`).join(', '));
      if ((await good()) !== 200) throw new Error('a good source is not answered afterwards');
      await until(
        () => descriptorsOf(server.pid) <= before + 1,
        20_000,
        `${before} descriptors before, and more`,
      );
      return `${answers.length} answered 422, 502 or 504 as they should, the last after ${(slowest / 1000).toFixed(1)} s; ${before} descriptors before, ${descriptorsOf(server.pid)} after`;
    } finally {
      await server.stop();
      upstream.closeAllConnections();
      upstream.close();
    }
  },
} satisfies Fault;
