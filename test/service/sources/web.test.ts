import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import sharp from 'sharp';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { fetchPicture } from '../../../src/service/fetch-picture.ts';
import { type WebOptions, web } from '../../../src/service/sources/web.ts';

const png = await sharp({ create: { width: 9, height: 7, channels: 3, background: 'red' } })
  .png()
  .toBuffer();

/** Requests that the server got, and connections that reached the forbidden server. */
const asked: IncomingMessage[] = [];
let intruders = 0;

const listen = (server: Server, host: string, port = 0) =>
  new Promise<number>((resolve) => {
    server.listen(port, host, () => resolve((server.address() as AddressInfo).port));
  });

const answers: Record<string, (response: ServerResponse, request: IncomingMessage) => void> = {
  '/ok.png': (response) =>
    void response
      .writeHead(200, {
        ETag: '"v1"',
        'Cache-Control': 'public, max-age=60, stale-while-revalidate=30',
        Age: '10',
      })
      .end(png),
  '/a%20b.png': (response) => void response.end(png),
  '/a%2520b.png': (response) => void response.end(png.subarray(0, 20)),
  '/cut.png': (response) => {
    response.writeHead(200, { 'Content-Length': png.length });
    response.write(png.subarray(0, 30), () => response.destroy());
  },
  '/chunks-cut.png': (response) => {
    response.write(png.subarray(0, 30), () => response.destroy());
  },
  '/page': (response) =>
    void response.writeHead(200, { 'Content-Type': 'image/png' }).end('<!DOCTYPE html><p>Sign in'),
  '/marked-page': (response) => void response.end('\ufeff<!doctype html><p>Sign in'),
  '/xhtml': (response) =>
    void response.end(
      '<?xml version="1.0"?><!-- - --><!DOCTYPE html><html xmlns="http://www.w3.org/1999/xhtml">',
    ),
  '/no-such-key': (response) =>
    void response.end('<?xml version="1.0"?>\n<Error><Code>NoSuchKey</Code></Error>'),
  '/json': (response) =>
    void response.writeHead(200, { 'Content-Type': 'application/json; charset=utf-8' }).end('{"error":"no"}'),
  '/comments': (response) => void response.end('<!---->'.repeat(146)),
  '/untagged.png': (response) => void response.writeHead(200, { ETag: 'v1' }).end(png),
  '/for-ages.png': (response) =>
    void response.writeHead(200, { 'Cache-Control': `max-age=${'9'.repeat(30)}` }).end(png),
  '/busy': (response) =>
    void response.writeHead(429, { 'Retry-After': 'Wed, 21 Oct 2099 07:28:00 GMT' }).end(),
  '/gzip.png': (response) => void response.writeHead(200, { 'Content-Encoding': 'gzip' }).end(gzipSync(png)),
  '/br.png': (response) =>
    void response.writeHead(200, { 'Content-Encoding': 'br' }).end(brotliCompressSync(png)),
  '/aws-chunked.png': (response) =>
    void response.writeHead(200, { 'Content-Encoding': 'aws-chunked, identity' }).end(png),
  '/twice.png': (response) => void response.writeHead(200, { 'Content-Encoding': 'gzip, gzip' }).end(png),
  '/switches': (response) =>
    void response.socket?.write(
      'HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n',
    ),
  '/moved': (response) =>
    void response.writeHead(302, { Location: Buffer.from('/猫.png').toString('latin1') }).end(),
  '/%E7%8C%AB.png': (response) => void response.end(png),
  '/bomb': (response) =>
    void response.writeHead(200, { 'Content-Encoding': 'gzip' }).end(gzipSync(Buffer.alloc(50e6))),
  '/endless': (response) => {
    const more = () => response.write(Buffer.alloc(65536), more);
    more();
  },
  '/large': (response) => void response.writeHead(200, { 'Content-Length': 1e9 }).flushHeaders(),
  '/hangs': () => {},
  '/resets': (response) => void response.destroy(),
  '/once': (response) => void response.writeHead(302, { Location: '/ok.png' }).end(),
  '/loop': (response) => void response.writeHead(301, { Location: '/loop' }).end(),
  '/elsewhere': (response) =>
    void response.writeHead(302, { Location: `http://localhost:${port}/ok.png` }).end(),
  '/file': (response) => void response.writeHead(302, { Location: 'file:///etc/passwd' }).end(),
};

const server = createServer((request, response) => {
  asked.push(request);
  const status = /^\/status\/(\d+)$/.exec(request.url ?? '')?.[1];
  if (status) response.writeHead(Number(status), { 'Retry-After': '7' }).end('no');
  else if (request.headers['if-none-match'] === '"v1"') response.writeHead(304).end();
  else answers[request.url ?? '']?.(response, request);
});
const forbidden = createServer((_, response) => void response.end(png));
forbidden.on('connection', () => intruders++);
// 127.0.0.2 stands for an address of the Internet, 127.0.0.1 for one of the private network.
const port = await listen(server, '127.0.0.2');
await listen(forbidden, '127.0.0.1', port);
const site = `http://127.0.0.2:${port}`;

beforeEach(() => {
  asked.length = 0;
});

afterAll(() => {
  for (const each of [server, forbidden]) {
    each.closeAllConnections();
    each.close();
  }
});

const request = { limit: 1e6, signal: new AbortController().signal };
const open = (options: Partial<WebOptions> = {}) =>
  web({ allow: [site, `http://localhost:${port}`], allowAddresses: ['127.0.0.2/32'], ...options });
const get = (url: string, options: Partial<WebOptions> = {}, more = {}) =>
  fetchPicture({ '': open(options) }, url, { ...request, ...more });

test('a file comes with its validator and freshness, uncompressed', async () => {
  const file = await get(`${site}/ok.png`);
  expect(file).toMatchObject({
    kind: 'file',
    validator: '"v1"',
    freshness: { maxAge: 50, staleWhileRevalidate: 30 },
  });
  expect(Buffer.from((file as { bytes: Uint8Array }).bytes)).toEqual(png);
  expect(asked[0]?.headers).toMatchObject({ 'accept-encoding': 'identity', host: `127.0.0.2:${port}` });
  expect(asked[0]?.headers.cookie).toBeUndefined();
  // Some servers refuse requests without a name.
  expect(asked[0]?.headers['user-agent']).toMatch(/^noir-image\/\d+\.\d+\.\d+/);
});

test('a known file is asked for conditionally', async () => {
  expect(await get(`${site}/ok.png`, {}, { known: '"v1"' })).toMatchObject({ kind: 'unchanged' });
  const { validator } = (await get(`${site}/untagged.png`)) as { validator?: string };
  await get(`${site}/untagged.png`, {}, { known: validator });
  expect(asked.at(-1)?.headers).not.toHaveProperty('if-modified-since');
  expect(asked.at(-1)?.headers).not.toHaveProperty('if-none-match');
});

test('a time too long for a number is a long time', async () => {
  expect((await get(`${site}/for-ages.png`)).freshness).toEqual({ maxAge: 2 ** 31 });
});

test.each([
  ['/status/404', 'not-found'],
  ['/status/410', 'gone'],
  ['/status/401', 'not-found'],
  ['/status/403', 'not-found'],
  ['/status/400', 'bad-source'],
  ['/status/500', 'bad-source'],
  ['/status/503', 'bad-source'],
  ['/status/204', 'bad-source'],
  ['/cut.png', 'source-truncated'],
  ['/chunks-cut.png', 'source-truncated'],
  ['/page', 'source-not-picture'],
  ['/marked-page', 'source-not-picture'],
  ['/xhtml', 'source-not-picture'],
  ['/no-such-key', 'source-not-picture'],
  ['/json', 'source-not-picture'],
  ['/twice.png', 'bad-source'],
  ['/switches', 'bad-source'],
  ['/bomb', 'source-limit'],
  ['/endless', 'source-limit'],
  ['/large', 'source-limit'],
  ['/resets', 'bad-source'],
  ['/loop', 'bad-source'],
  ['/file', 'source-forbidden'],
])('%s is %s', async (path, code) => {
  await expect(get(site + path)).rejects.toMatchObject({ code });
});

test('a source that asks for fewer requests says when', async () => {
  await expect(get(`${site}/status/429`)).rejects.toMatchObject({ code: 'source-busy', retryAfter: 7 });
  await expect(get(`${site}/busy`)).rejects.toMatchObject({ code: 'source-busy', retryAfter: 3600 });
});

test('a source that refuses is told apart by choice, and one that hangs ends in time', async () => {
  const denied = { denied: 'source-forbidden' } as const;
  await expect(get(`${site}/status/403`, denied)).rejects.toMatchObject({ code: 'source-forbidden' });
  await expect(get(`${site}/hangs`, {}, { timeout: 100 })).rejects.toMatchObject({ code: 'source-timeout' });
  const left = { signal: AbortSignal.abort() };
  await expect(get(`${site}/hangs`, {}, left)).rejects.toMatchObject({ code: 'cancelled' });
});

test('compression that nobody asked for is undone', async () => {
  for (const name of ['gzip.png', 'br.png', 'aws-chunked.png']) {
    expect(Buffer.from(((await get(`${site}/${name}`)) as { bytes: Uint8Array }).bytes)).toEqual(png);
  }
});

test('bytes that only look like the beginning of a page are left to the decoder, in no time', async () => {
  expect(await get(`${site}/comments`)).toMatchObject({ kind: 'file' });
});

test('a redirect to an address in plain UTF-8 is followed', async () => {
  expect(await get(`${site}/moved`)).toMatchObject({ kind: 'file' });
});

test('below a base, keys are paths, encoded once', async () => {
  const based = { base: site, allow: [site] };
  const lengths = await Promise.all(
    ['a b.png', 'a%20b.png'].map(
      async (key) => ((await get(key, based)) as { bytes: Uint8Array }).bytes.length,
    ),
  );
  expect(lengths).toEqual([png.length, 20]);
  for (const key of ['../ok.png', 'x/../../ok.png', './ok.png', 'a\0b']) {
    await expect(get(key, based)).rejects.toMatchObject({ code: 'source-forbidden' });
  }
});

test('a name of one’s own takes the place of Noir’s', async () => {
  await get(`${site}/ok.png`, { headers: { 'user-agent': 'mine/1' } });
  expect(asked.map((each) => each.rawHeaders.filter((text) => /^mine|^noir-image\//.test(text)))).toEqual([
    ['mine/1'],
  ]);
});

test('headers are sent on as listed, not to another server, and make the answer private', async () => {
  const headers = new Headers({ Authorization: 'Bearer abc', Cookie: 'a=1' });
  const forward = ['authorization'];
  const file = await get(`${site}/once`, { forward }, { headers });
  expect(file.freshness?.scope).toBe('private');
  expect(asked.map((each) => [each.headers.authorization, each.headers.cookie])).toEqual([
    ['Bearer abc', undefined],
    ['Bearer abc', undefined],
  ]);
  asked.length = 0;
  const lookup = async () => ['127.0.0.2'];
  await get(`${site}/elsewhere`, { forward, lookup }, { headers });
  expect(asked.map((each) => each.headers.authorization)).toEqual(['Bearer abc', undefined]);
});

test.each([
  ['a literal', `http://127.0.0.1:PORT/ok.png`],
  ['another form of it', `http://0x7f.1:PORT/ok.png`],
  ['IPv6 around it', `http://[::ffff:127.0.0.1]:PORT/ok.png`],
  ['a name', `http://localhost:PORT/ok.png`],
  ['a redirect', `http://127.0.0.2:PORT/elsewhere`],
])('%s does not reach the private network', async (_, url) => {
  const address = url.replace('PORT', String(port));
  const { origin } = new URL(address);
  await expect(get(address, { allow: [site, origin, `http://localhost:${port}`] })).rejects.toMatchObject({
    code: 'source-forbidden',
  });
  expect(intruders).toBe(0);
});

test('a name whose address changes between two look-ups does not reach it either', async () => {
  const found = ['127.0.0.2', '127.0.0.1', '127.0.0.1'];
  const lookup = async () => [found.shift() ?? '127.0.0.1'];
  const options = { lookup, allow: [`http://rebind.example:${port}`] };
  const source = { '': open(options) };
  const url = `http://rebind.example:${port}/ok.png`;
  expect(await fetchPicture(source, url, request)).toMatchObject({ kind: 'file' });
  expect(asked[0]?.headers.host).toBe(`rebind.example:${port}`);
  await expect(fetchPicture(source, url, request)).rejects.toMatchObject({ code: 'source-forbidden' });
  expect(intruders).toBe(0);
});
