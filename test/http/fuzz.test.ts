import { afterAll, expect, test } from 'vitest';
import { serve } from '../../src/http/index.ts';
import { random } from '../support/pictures.ts';
import { open, readAll } from './sockets.ts';
import { app, jpeg, png, reported } from './support.ts';

const server = await serve(app, { port: 0, keepAliveTimeout: 200 });
afterAll(() => server.close());

const METHODS = [...Array(20).fill('POST'), 'PUT', 'GET', 'HEAD', 'TRACE', 'OPTIONS', 'LINK', 'post'];
const PATHS = [
  ...Array(15).fill('/gray'),
  ...Array(15).fill('/process'),
  '/process?ops=',
  '/health?verbose',
  '/ops',
  '/%',
  '/\\',
  '/..//',
  '*',
  'x',
];
const HEADERS = [
  'Content-Type: multipart/form-data; boundary=b',
  'Content-Type: multipart/form-data; boundary="b',
  'Content-Type: multipart/form-data',
  'Content-Type: image/png',
  'Content-Type: \xff\xfe',
  'Content-Disposition: attachment; filename="a\\',
  "Content-Disposition: attachment; filename*=UTF-8''%",
  'Content-Disposition: attachment; filename=\xe7\x85\xa7.jpg',
  'Content-Encoding: gzip',
  'Accept: image/webp;q=2, */*;q=x',
  'Accept: "',
  'Accept: image/*;q=0',
  'Expect: 100-continue',
  'Expect: the unexpected',
  'Range: bytes=0-1',
  'Transfer-Encoding: gzip, chunked',
  'X-Request-Id: a',
  'Upgrade: websocket\r\nConnection: Upgrade',
  'Host: other',
];
const FRAGMENTS = [
  '--b',
  '--b--',
  '\r\n',
  '\r\n\r\n',
  'Content-Disposition: form-data; name="image"; filename="x.jpg"',
  'Content-Disposition: form-data; name=recipe',
  '{"steps":[{"op":"negate"}]}',
  '{"steps":[[[',
  'negate,f_auto,linear_1:2:3',
  '%00%ff',
  '\0\xff',
];

type Random = () => number;
const pick = <Item>(items: readonly Item[], next: Random): Item =>
  items[Math.floor(next() * items.length)] as Item;

function some<Item>(items: readonly Item[], most: number, next: Random): Item[] {
  return Array.from({ length: Math.floor(next() * most) }, () => pick(items, next));
}

/** A picture, a form around one, or pieces of forms; all but the first with some bytes changed. */
function fuzzBody(next: Random): Buffer {
  const kind = next();
  if (kind < 0.2) return pick([jpeg, png], next);
  const form = ['--b', '\r\n', FRAGMENTS[4] as string, '\r\n\r\n', jpeg, '\r\n--b--'];
  const anything = [...FRAGMENTS, ...FRAGMENTS, jpeg, png, jpeg.subarray(0, 300)];
  const pieces = kind < 0.6 ? form : some<string | Buffer>(anything, 8, next);
  const body = Buffer.concat(
    pieces.map((piece) => (typeof piece === 'string' ? Buffer.from(piece, 'latin1') : piece)),
  );
  for (let flips = Math.floor(next() * 4); flips > 0 && body.length > 0; flips--) {
    body[Math.floor(next() * body.length)] = Math.floor(next() * 256);
  }
  return body;
}

function fuzzRequest(next: Random): Buffer {
  const body = fuzzBody(next);
  const path = pick(PATHS, next) + (next() < 0.1 ? encodeURI(pick(FRAGMENTS, next)) : '');
  // Most declare the right length, so that they get beyond the parser.
  const length = next() < 0.9 ? body.length : Math.floor(next() * 1e9);
  const lines = [
    `${pick(METHODS, next)} ${path} HTTP/1.1`,
    'Host: noir',
    'Connection: close',
    ...(body.includes('--b') ? [HEADERS[0]] : []),
    ...some(HEADERS, 3, next),
    `Content-Length: ${length}`,
  ];
  return Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'), body]);
}

test('random requests are answered without a single 500', async () => {
  const seed = Number(process.env.NOIR_TEST_SEED ?? Date.now() % 1e6);
  console.log(`fuzz seed ${seed}`);
  const next = random(seed);
  const statuses = new Map<string, number>();
  const one = async (request: Buffer) => {
    const answer = await impatient(request);
    const status = /^HTTP\/1\.1 (?!100)(\d+)|\r\n\r\nHTTP\/1\.1 (\d+)/.exec(answer);
    const key = status?.[1] ?? status?.[2] ?? 'none';
    statuses.set(key, (statuses.get(key) ?? 0) + 1);
    expect(key, `seed ${seed}: ${JSON.stringify(request.toString('latin1'))}`).not.toMatch(/^5/);
  };
  for (let round = 0; round < 20; round++) {
    await Promise.all(Array.from({ length: 15 }, () => one(fuzzRequest(next))));
  }
  expect(reported, `seed ${seed}`).toEqual([]);
  expect(statuses.get('200')).toBeGreaterThan(10);
  const response = await fetch(`${server.url}/gray`, { method: 'POST', body: new Uint8Array(jpeg) });
  expect(response.status).toBe(200);
});

/** Requests that promise more than they send would wait for the server's own time limits. */
async function impatient(request: Buffer): Promise<string> {
  const socket = open(server.port);
  const timer = setTimeout(() => socket.destroy(), 400);
  socket.write(request);
  const answer = await readAll(socket);
  clearTimeout(timer);
  return answer;
}
