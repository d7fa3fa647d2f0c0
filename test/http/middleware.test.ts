import { Hono } from 'hono';
import sharp from 'sharp';
import { expect, test, vi } from 'vitest';
import { noir as process } from '../../src/http/index.ts';
import { jpeg, noir } from './support.ts';

const picture = () => new Uint8Array(jpeg);
const headers = { 'Content-Type': 'image/jpeg', ETag: '"1"', 'Accept-Ranges': 'bytes', 'X-Kept': 'yes' };

function appWith(ops: Parameters<typeof process>[1]): Hono {
  const app = new Hono();
  app.use('/img/*', process(noir, ops));
  app.get('/img/photo', (c) => c.body(picture(), 200, { ...headers, 'Content-Length': String(jpeg.length) }));
  app.get('/img/stream', (c) => c.body(new Blob([picture()]).stream(), 200, headers));
  app.get('/img/page', (c) => c.html('<p>hello</p>'));
  app.get('/img/vector', (c) => c.body('<svg/>', 200, { 'Content-Type': 'image/svg+xml' }));
  app.get('/img/gone', (c) => c.body(picture(), 410, headers));
  app.get('/img/packed', (c) => c.body(picture(), 200, { ...headers, 'Content-Encoding': 'gzip' }));
  app.get('/img/broken', (c) => c.body(picture().slice(0, 100), 200, headers));
  app.get('/img/error', () => {
    throw new Error('not found');
  });
  app.get('/img/part', (c) => c.body(picture(), c.req.header('Range') ? 206 : 200, headers));
  return app;
}

test.each(['photo', 'stream', 'part'])('a %s behind it is processed', async (name) => {
  const app = appWith('greyscale,f_webp,q_75');
  const response = await app.request(`/img/${name}`, { headers: { Range: 'bytes=0-10' } });
  const bytes = Buffer.from(await response.arrayBuffer());
  expect(response.status).toBe(200);
  expect(Object.fromEntries(response.headers)).toMatchObject({
    'content-type': 'image/webp',
    'content-length': String(bytes.length),
    'x-noir-backend': expect.stringMatching(/^(gpu|cpu|sharp)$/),
    'x-kept': 'yes',
  });
  for (const stale of ['ETag', 'Accept-Ranges', 'Vary']) expect(response.headers.has(stale)).toBe(false);
  expect(await sharp(bytes).metadata()).toMatchObject({ format: 'webp', width: 40, height: 30 });
});

test.each([
  ['page', 200],
  ['vector', 200],
  ['gone', 410],
  ['packed', 200],
])('a %s passes untouched', async (name, status) => {
  const response = await appWith('greyscale').request(`/img/${name}`);
  expect(response.status).toBe(status);
  expect(response.headers.has('X-Noir-Backend')).toBe(false);
});

test('auto follows Accept, and takes the own format where nothing else is named', async () => {
  const app = appWith({ steps: [{ op: 'negate' }], output: { format: 'auto' } });
  const webp = await app.request('/img/photo', { headers: { Accept: 'image/webp' } });
  expect(webp.headers.get('Content-Type')).toBe('image/webp');
  expect(webp.headers.get('Vary')).toBe('Accept');
  expect((await app.request('/img/photo')).headers.get('Content-Type')).toBe('image/jpeg');
});

test('a recipe with faults is refused when the middleware is made', () => {
  expect(() => process(noir, 'gamma_-1')).toThrowError(
    expect.objectContaining({ code: 'invalid-parameter' }),
  );
});

test('a broken picture is a problem, and the app may answer it in its own way', async () => {
  const app = appWith('greyscale');
  const response = await app.request('/img/broken');
  expect(response.status).toBe(422);
  expect(await response.json()).toMatchObject({ code: 'truncated-image' });
  const onError = vi.fn((_error: Error, c) => c.text('sorry', 502));
  app.onError(onError);
  expect(await (await app.request('/img/broken')).text()).toBe('sorry');
  expect(onError.mock.calls[0]?.[0].cause).toMatchObject({ code: 'truncated-image' });
});

test('an error of a handler stays what it is', async () => {
  const app = appWith('greyscale');
  app.onError((error, c) => c.body(picture(), 200, { ...headers, 'X-Error': error.message }));
  const response = await app.request('/img/error');
  expect(response.headers.get('X-Error')).toBe('not found');
  expect(response.headers.has('X-Noir-Backend')).toBe(false);
});
