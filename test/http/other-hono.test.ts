// Apps that have another copy of Hono than Noir: another version, or the one for CommonJS as here.
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { Hono } from 'hono';
import { expect, test } from 'vitest';
import { createApp, fromApp, ipx, noir as middleware } from '../../src/http/index.ts';
import { jpeg, noir, reported } from './support.ts';

const other = createRequire(import.meta.url)('hono') as typeof import('hono');

const site = new other.Hono();
site.get('/tom.jpg', (c) => c.body(jpeg as Uint8Array<ArrayBuffer>));
const source = fromApp(site);
const onError = (error: unknown) => reported.push(error);
const inner = createApp(noir, { sources: { '': source }, adapters: { '/_ipx': ipx() }, onError });

const app = new other.Hono();
app.use('/img/*', middleware({ source, instance: noir, onError }));
app.use('/gray/*', middleware(noir, 'greyscale,f_png'));
app.get('/gray/tom.jpg', (c) => c.body(jpeg as Uint8Array<ArrayBuffer>));
app.route('/:tenant/api', inner);

test('it is another copy', () => {
  expect(other.Hono).not.toBe(Hono);
});

test.each([
  ['GET', '/img/w_10/tom.jpg', 200, 'image/jpeg'],
  ['GET', '/img/info/tom.jpg', 200, 'application/json'],
  ['GET', '/img/w_10/none.jpg', 404, 'application/problem+json'],
  ['GET', '/gray/tom.jpg', 200, 'image/png'],
  ['GET', '/acme/api/image/w_10/tom.jpg', 200, 'image/jpeg'],
  ['GET', '/acme/api/_ipx/w_10/tom.jpg', 200, 'image/jpeg'],
  ['GET', '/acme/api/.git/config', 404, 'application/problem+json'],
  ['PUT', '/acme/api/image/w_10/tom.jpg', 405, 'application/problem+json'],
  ['GET', '/acme/api/gray', 405, 'application/problem+json'],
])('%s %s is %i', async (method, path, status, type) => {
  const answer = await app.request(path, { method });
  expect([answer.status, answer.headers.get('Content-Type')]).toEqual([status, type]);
  if (status === 405) expect(answer.headers.get('Allow')).toBe(path.endsWith('gray') ? 'POST' : 'GET, HEAD');
  expect(reported).toEqual([]);
});

test('the types of its middleware are of no version of Hono', () => {
  // Contexts of two versions do not fit together, because classes have private members.
  const handler = middleware(noir, 'greyscale');
  const context: Parameters<typeof handler>[0] = { req: { raw: new Request('http://localhost/') } };
  expect(context.req.raw.url).toBe('http://localhost/');
});

test('a body arrives that an adapter has opened as a stream of the web', async () => {
  // As `@hono/node-server` up to 1.18 does: the stream of the web takes Node's, and pauses it.
  const server = createServer(async (incoming, outgoing) => {
    const body = Readable.toWeb(incoming) as ReadableStream<Uint8Array>;
    const init = {
      method: 'POST',
      headers: incoming.headers as Record<string, string>,
      body,
      duplex: 'half' as const,
    };
    const response = await inner.fetch(new Request(`http://localhost${incoming.url}`, init), {
      incoming,
      outgoing,
    });
    outgoing.end(String(response.status));
  });
  await new Promise<void>((resolve) => server.listen(0, resolve));
  const url = `http://localhost:${(server.address() as AddressInfo).port}/process?ops=w_8,f_png`;
  // Larger than what the stream takes by itself.
  const whole = Buffer.concat([jpeg, Buffer.alloc(2 ** 18)]);
  const chunked = { body: new Blob([whole]).stream(), duplex: 'half' as const };
  for (const init of [{ body: whole }, chunked]) {
    expect(await (await fetch(url, { method: 'POST', ...init })).text()).toBe('200');
  }
  server.close();
});
