import { Hono } from 'hono';
import { afterAll, expect, test } from 'vitest';
import { createApp, fromApp } from '../../../src/http/index.ts';
import { createNoir } from '../../../src/noir.ts';
import { jpeg } from '../support.ts';

const noir = await createNoir();
afterAll(() => noir.close());

/** A site with every kind of answer. */
const site = new Hono();
site.get('/status/:code', (c) => {
  c.header('Retry-After', '7');
  return c.body('no', Number(c.req.param('code')) as 404);
});
site.get('/ok.jpg', (c) => c.body(jpeg as Uint8Array<ArrayBuffer>));
site.get('/page.jpg', (c) => c.html('<html>Sign in'));
site.get('/text.jpg', (c) => c.body('no picture'));
site.get('/cut.jpg', (c) => c.body(jpeg.subarray(0, 200) as Uint8Array<ArrayBuffer>));
site.get('/empty.jpg', (c) => c.body(''));
site.get('/large.jpg', (c) => c.body(Buffer.alloc(40 * 2 ** 20)));
site.get('/short.jpg', () => {
  const body = new ReadableStream({
    start(out) {
      out.enqueue(jpeg.subarray(0, 100));
      out.error(new Error('gone'));
    },
  });
  return new Response(body);
});
site.get('/svg.jpg', (c) => c.body('<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>'));

const app = createApp(noir, { sources: { '': fromApp(site) } });

test.each([
  ['status/404', 404, 'not-found'],
  ['status/410', 410, 'gone'],
  ['status/401', 404, 'not-found'],
  ['status/403', 404, 'not-found'],
  ['status/429', 503, 'source-busy'],
  ['status/500', 502, 'bad-source'],
  ['status/503', 502, 'bad-source'],
  ['page.jpg', 502, 'source-not-picture'],
  ['short.jpg', 502, 'source-truncated'],
  ['cut.jpg', 422, 'truncated-image'],
  ['empty.jpg', 422, 'truncated-image'],
  ['large.jpg', 422, 'source-limit'],
  ['text.jpg', 415, 'unsupported-format'],
  ['svg.jpg', 415, 'svg-refused'],
])('%s of a source is %i %s', async (path, status, code) => {
  const response = await app.request(`/image/w_10/${path}`);
  const problem = (await response.json()) as { code: string };
  expect([response.status, problem.code]).toEqual([status, code]);
  expect(response.headers.get('Cache-Control')).toBe('no-store');
  expect(response.headers.get('Retry-After')).toBe(status === 503 ? '7' : null);
});

test('a fallback stands in for what cannot be had, in the recipe that was asked for, and not for long', async () => {
  const other = createApp(noir, { sources: { '': fromApp(site) }, fallback: 'ok.jpg' });
  const expected = await (await other.request('/image/w_10,f_png/ok.jpg')).arrayBuffer();
  for (const [path, status, cached, code] of [
    ['nothing.jpg', 404, 'public, max-age=10', 'not-found'],
    ['cut.jpg', 422, 'public, max-age=10', 'truncated-image'],
    ['status/500', 502, 'no-store', 'bad-source'],
  ] as const) {
    const response = await other.request(`/image/w_10,f_png/${path}`);
    const { headers } = response;
    expect([
      response.status,
      headers.get('Cache-Control'),
      headers.get('Noir-Note'),
      headers.get('ETag'),
    ]).toEqual([status, cached, `fallback: ${code}`, null]);
    expect(Buffer.from(await response.arrayBuffer())).toEqual(Buffer.from(expected));
  }
  expect((await other.request('/image/w_-1/nothing.jpg')).headers.get('Content-Type')).toMatch(/problem/);
  const broken = createApp(noir, { sources: { '': fromApp(site) }, fallback: 'nothing.jpg' });
  expect((await broken.request('/image/w_10/cut.jpg')).status).toBe(422);
});

test('a fallback is no more public than the picture that it stands in for, or than itself', async () => {
  const own = new Hono();
  own.get('/:scope/ok.jpg', (c) => {
    c.header('Cache-Control', c.req.param('scope'));
    return c.body(jpeg as Uint8Array<ArrayBuffer>);
  });
  for (const [scope, forward, cached] of [
    ['public', ['Authorization'], 'private, max-age=10'],
    ['private', [], 'private, max-age=10'],
    ['no-store', [], 'no-store'],
    ['max-age=5', [], 'public, max-age=5'],
  ] as const) {
    const sources = { '': fromApp(own, { forward }) };
    const other = createApp(noir, { sources, fallback: `${scope}/ok.jpg` });
    const { status, headers } = await other.request('/image/w_10/nothing.jpg');
    expect([status, headers.get('Cache-Control')]).toEqual([404, cached]);
  }
});
