/** Requests that are broken as HTTP, and addresses that are odd, raw on the socket. */
import { setTimeout as pause } from 'node:timers/promises';
import { random } from '../support/pictures.ts';
import type { Fault } from './lib/fault.ts';
import { photo } from './lib/photos.ts';
import { isAlive } from './lib/processes.ts';
import { type FaultServer, startServer } from './lib/server.ts';
import { openSocket, visit } from './lib/visitors.ts';

/** Pieces of which requests are made, right ones and wrong ones. */
const PIECES = [
  ...['GET', 'POST', 'TRACE', 'get', 'CONNECT', 'PRI', 'GET GET', '\0', '\u00ff', ''],
  ...[
    ' /',
    ' /process?ops=resize_10',
    ' /image/w_9/../../etc/passwd',
    ' *',
    ' http://[::1',
    ' /%',
    ' /%ff%fe',
    ' //x',
  ],
  ...[' HTTP/1.1\r\n', ' HTTP/1.0\r\n', ' HTTP/9.9\r\n', ' HTTP/2.0\r\n', '\r\n', '\n', ' ', '\r'],
  ...[
    'Host: x\r\n',
    'Host: a b/c\r\n',
    'Host: x\r\nHost: y\r\n',
    'Content-Length: 5\r\n',
    'Content-Length: -1\r\n',
  ],
  ...[
    'Content-Length: 99999999999999999999\r\n',
    'Transfer-Encoding: chunked\r\n',
    'Transfer-Encoding: gzip\r\n',
  ],
  ...[
    'Content-Type: multipart/form-data; boundary=\r\n',
    'Content-Encoding: gzip\r\n',
    'Expect: 100-continue\r\n',
  ],
  ...[
    'Range: bytes=9-1\r\n',
    'If-None-Match: "\r\n',
    'Accept: \u00e9/\u00e9\r\n',
    'Upgrade: h2c\r\nConnection: upgrade\r\n',
  ],
  ...[
    ': x\r\n',
    'a\r\n',
    ' folded\r\n',
    '\r\n\r\n',
    '5\r\nhello\r\n',
    'ffffffffffffffff\r\n',
    '0\r\n\r\n',
    'hello',
  ],
];

/** Addresses, each of which is also asked for as a right request. */
const PATHS = [
  ...[
    '/',
    '//',
    '/%00',
    '/%2e%2e/%2e%2e/etc/passwd',
    '/image',
    '/image/',
    '/image//',
    '/image/_/',
    '/image/w_1,w_2/x',
  ],
  ...[
    '/image/w_-1/x',
    '/image/w_1e400/x',
    '/image/%ff/x',
    '/image/w_9/%00',
    '/image/w_9/%E2%82%AC',
    '/info/x',
    '/srcset',
  ],
  ...[
    '/process',
    '/process?ops=',
    '/process?ops',
    '/process?ops=%',
    '/process?ops=a&ops=b',
    '/process?=',
    '/gray?x=%zz',
  ],
  ...[
    '/ops/none',
    '/openapi.json?x',
    '/health?verbose=%',
    '/metrics/x',
    '/livez/',
    `/${'a'.repeat(5000)}`,
    '/?%5B%5D',
  ],
  ...[
    '/constructor',
    '/__proto__',
    '/process?__proto__=1',
    '/image/__proto__/x',
    '/image/constructor_1/x',
    '/..%5c..%5cx',
  ],
];

export default {
  id: 'L4',
  title: 'requests that are broken as HTTP, and odd addresses',
  quick: true,
  async run({ long }) {
    const server = await startServer({ args: ['--workers', '1', '--source', 'test/fixtures'] });
    try {
      const seed = Date.now() % 1e6;
      const blobs = Array.from({ length: long ? 5000 : 400 }, (_, at) => blob(random(seed + at)));
      const right = PATHS.flatMap((path) =>
        ['GET', 'POST'].map((method) => `${method} ${path} HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n`),
      );
      const answers = new Map<string, number>();
      const wrong: string[] = [];
      for (const text of [...right, ...blobs]) {
        const said = await send(server, text);
        const status = /^HTTP\/1\.\d (\d+)/.exec(said)?.[1] ?? (said === '' ? 'none' : said);
        answers.set(status, (answers.get(status) ?? 0) + 1);
        if (!/^([1-4]\d\d|none)$/.test(status))
          wrong.push(`${status} for ${JSON.stringify(text.slice(0, 300))}`);
      }
      const after = await visit({ url: `${server.url}/gray`, body: await photo(64, 48) });
      const counts = [...answers].sort().map(([status, count]) => `${count} x ${status}`);
      const figures = `seed ${seed}: ${counts.join(', ')}; a good request afterwards ${after.result}`;
      if (wrong.length > 0 || after.result !== 200 || !isAlive(server.pid))
        throw new Error([figures, ...wrong].join('\n  '));
      return figures;
    } finally {
      await server.stop();
    }
  },
} satisfies Fault;

/** Up to twelve pieces in a row; every second one begins as a request should. */
function blob(next: () => number): string {
  const pick = () => PIECES[Math.floor(next() * PIECES.length)] as string;
  const rest = Array.from({ length: 1 + Math.floor(12 * next()) }, pick).join('');
  return next() < 0.5 ? `GET / HTTP/1.1\r\n${rest}` : rest;
}

/** The first line of the answer; nothing where the server closes the connection, or waits for more. */
async function send({ url }: FaultServer, text: string): Promise<string> {
  const socket = openSocket(url);
  socket.end(Buffer.from(text, 'latin1'));
  const end = performance.now() + 2000;
  while (socket.said === undefined && socket.endedAt === undefined && performance.now() < end) await pause(1);
  socket.destroy();
  return socket.said ?? '';
}
