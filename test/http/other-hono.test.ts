// Apps that have another copy of Hono than Noir: another version, or the one for CommonJS as here.
import { createRequire } from 'node:module';
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
