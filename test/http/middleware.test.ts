import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { Hono } from 'hono';
import sharp from 'sharp';
import { expect, test, vi } from 'vitest';
import { noir as process } from '../../src/http/index.ts';
import { jpeg, noir } from './support.ts';

const picture = () => new Uint8Array(jpeg);
const headers = {
  'Content-Type': 'image/jpeg',
  ETag: '"1"',
  'Last-Modified': 'Wed, 01 Jan 2025 00:00:00 GMT',
  'Accept-Ranges': 'bytes',
  'Cache-Control': 'max-age=60',
  'X-Own': 'yes',
};

const codeOf = async (response: Response) => ((await response.json()) as { code: string }).code;

function appWith(ops: Parameters<typeof process>[1]): Hono {
  const app = new Hono();
  app.use('/img/*', process(noir, ops, { onError: () => {} }));
  app.get('/img/photo', (c) => c.body(picture(), 200, { ...headers, 'Content-Length': String(jpeg.length) }));
  app.get('/img/stream', (c) => c.body(new Blob([picture()]).stream(), 200, headers));
  app.get('/img/page', (c) => c.html('<p>hello</p>'));
  app.get('/img/vector', (c) => c.body('<svg/>', 200, { 'Content-Type': 'image/svg+xml' }));
  app.get('/img/gone', (c) => c.body(picture(), 410, headers));
  app.get('/img/packed', (c) => c.body(gzipSync(jpeg), 200, { ...headers, 'Content-Encoding': 'gzip' }));
  app.get('/img/unpacked', (c) => c.body(picture(), 200, { ...headers, 'Content-Encoding': 'br' }));
  app.get('/img/plain', (c) => c.body(picture(), 200, { ...headers, 'Content-Encoding': 'identity' }));
  app.get('/img/broken', (c) => c.body(picture().slice(0, 100), 200, headers));
  app.get('/img/error', () => {
    throw new Error('not found');
  });
  app.get('/img/part', (c) => c.body(picture(), c.req.header('Range') ? 206 : 200, headers));
  return app;
}

test.each(['photo', 'stream', 'part', 'plain', 'unpacked'])('a %s behind it is processed', async (name) => {
  const app = appWith('greyscale,f_webp,q_75');
  const response = await app.request(`/img/${name}`, { headers: { Range: 'bytes=0-10' } });
  const bytes = Buffer.from(await response.arrayBuffer());
  expect(response.status).toBe(200);
  expect(Object.fromEntries(response.headers)).toMatchObject({
    'content-type': 'image/webp',
    'content-length': String(bytes.length),
    'x-noir-backend': expect.stringMatching(/^(gpu|cpu|sharp)$/),
    'cache-control': 'max-age=60',
  });
  expect(response.headers.get('ETag')).not.toBe('"1"');
  for (const stale of ['Accept-Ranges', 'Content-Encoding', 'Last-Modified', 'X-Own', 'Vary'])
    expect(response.headers.has(stale)).toBe(false);
  expect(await sharp(bytes).metadata()).toMatchObject({ format: 'webp', width: 40, height: 30 });
});

test.each([
  ['page', 200],
  ['vector', 200],
  ['gone', 410],
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

test.each(['image/jpg', 'image/pjpeg', 'application/octet-stream', 'binary/octet-stream', 'text/plain'])(
  'a picture that is called %s is processed all the same',
  async (type) => {
    const app = new Hono();
    app.use(process(noir, 'greyscale,f_webp'));
    app.get('/', (c) => c.body(picture(), 200, { 'Content-Type': type }));
    expect((await app.request('/')).headers.get('Content-Type')).toBe('image/webp');
  },
);

test('what the client has of the original is not asked for, and what it has of the result is not sent again', async () => {
  const app = appWith('greyscale');
  app.get('/img/seen', (c) => {
    const asked = ['If-None-Match', 'If-Modified-Since', 'If-Range', 'Range', 'Accept-Encoding'].filter(
      (name) => c.req.header(name),
    );
    return c.json(asked);
  });
  const conditional = {
    'If-None-Match': '"1"',
    'If-Modified-Since': 'Wed, 01 Jan 2025 00:00:00 GMT',
    Range: 'bytes=0-1',
  };
  expect(await (await app.request('/img/seen', { headers: conditional })).json()).toEqual([]);
  const first = await app.request('/img/photo', { headers: conditional });
  expect(first.status).toBe(200);
  const etag = first.headers.get('ETag') ?? '';
  const again = await app.request('/img/photo', { headers: { 'If-None-Match': etag } });
  expect([again.status, await again.text(), again.headers.get('ETag')]).toEqual([304, '', etag]);
  const changed = await appWith('negate').request('/img/photo', { headers: { 'If-None-Match': etag } });
  expect(changed.status).toBe(200);
});

test('a file of the recipe that has changed makes another picture', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'noir-mark-'));
  const mark = join(folder, 'mark.png');
  const paint = async (background: string) =>
    writeFile(
      mark,
      await sharp({ create: { width: 9, height: 9, channels: 3, background } })
        .png()
        .toBuffer(),
    );
  await paint('red');
  const app = appWith({ steps: [{ op: 'watermark', image: mark }], output: { format: 'png' } });
  const etag = (await app.request('/img/photo')).headers.get('ETag') ?? '';
  const ask = async () => (await app.request('/img/photo', { headers: { 'If-None-Match': etag } })).status;
  expect(await ask()).toBe(304);
  await paint('blue');
  expect(await ask()).toBe(200);
  await rm(folder, { recursive: true });
});

test('conditions of a request that writes are for the handler', async () => {
  const app = new Hono();
  app.use('/img/*', process(noir, 'greyscale,f_webp'));
  app.all('/img/photo', (c) => c.body(picture(), c.req.header('If-Match') === '"1"' ? 200 : 412, headers));
  const put = (tag: string) =>
    app.request('/img/photo', {
      method: 'PUT',
      body: 'x',
      headers: { 'If-Match': tag, 'If-None-Match': '*' },
    });
  expect((await put('"0"')).status).toBe(412);
  const written = await put('"1"');
  expect([written.status, written.headers.get('Content-Type')]).toEqual([200, 'image/webp']);
});

test('HEAD asks the handler as GET does, and has the headers of the result', async () => {
  const app = appWith('greyscale,f_webp');
  app.get('/img/method', (c) =>
    c.req.raw.method === 'GET' ? c.body(picture(), 200, headers) : c.body(null, 200, headers),
  );
  const response = await app.request('/img/method', { method: 'HEAD' });
  expect(response.headers.get('Content-Type')).toBe('image/webp');
  expect((await response.arrayBuffer()).byteLength).toBe(0);
});

test('a source that sends too much, breaks off, compresses unasked or sends no picture is a bad one', async () => {
  const app = appWith('greyscale');
  let sent = 0;
  app.get('/img/endless', () => {
    const pull = (controller: ReadableStreamDefaultController) => {
      controller.enqueue(sent++ === 0 ? picture() : new Uint8Array(2 ** 20));
    };
    return new Response(new ReadableStream({ pull }), { headers });
  });
  app.get('/img/broken-off', () => {
    const start = (controller: ReadableStreamDefaultController) => {
      controller.enqueue(picture().slice(0, 500));
      setTimeout(() => controller.error(new Error('gone')), 10);
    };
    return new Response(new ReadableStream({ start }), { headers });
  });
  app.get('/img/other', (c) => c.body('<html>', 200, headers));
  for (const name of ['endless', 'broken-off', 'packed', 'other']) {
    const response = await app.request(`/img/${name}`);
    expect([name, response.status, await codeOf(response)]).toEqual([name, 502, 'bad-source']);
  }
  expect(sent).toBeLessThan(noir.recipes.limits.bodyBytes / 2 ** 20 + 4);
});

test.each([
  ['before its first bytes', 0],
  ['amid a picture', 100],
])('a body that does not go on %s is left when the client leaves', async (_, bytes) => {
  const left = vi.fn();
  const app = new Hono();
  app.use('/img/*', process(noir, 'greyscale'));
  app.get('/img/endless', (c) => {
    const start = (controller: ReadableStreamDefaultController) =>
      controller.enqueue(picture().slice(0, bytes));
    return c.body(new ReadableStream({ cancel: left, ...(bytes > 0 && { start }) }), 200, headers);
  });
  const controller = new AbortController();
  const asked = app.request('/img/endless', { signal: controller.signal });
  setTimeout(() => controller.abort(), 20);
  const response = await asked;
  expect([response.status, await codeOf(response)]).toEqual([499, 'cancelled']);
  expect(left).toHaveBeenCalledOnce();
});

test('an error has no header of the original', async () => {
  const response = await appWith('greyscale').request('/img/broken');
  const { status } = response;
  const [etag, cache] = [response.headers.get('ETag'), response.headers.get('Cache-Control')];
  expect({ status, etag, cache }).toEqual({ status: 422, etag: null, cache: 'no-store' });
  expect(
    response.headers.get('Content-Length') ?? String((await response.clone().arrayBuffer()).byteLength),
  ).toBe(String((await response.arrayBuffer()).byteLength));
});

test('a picture that cannot be worked on passes where that is wanted', async () => {
  const app = new Hono();
  app.use(process(noir, 'greyscale', { onUnprocessable: 'pass' }));
  app.get('/', (c) => c.body(picture().slice(0, 100), 200, headers));
  const response = await app.request('/');
  expect(response.headers.get('X-Own')).toBe('yes');
  expect((await response.arrayBuffer()).byteLength).toBe(100);
});

test('the recipe may depend on the request, and other bodies stream through as they come', async () => {
  const app = new Hono();
  app.use(process(noir, (c) => (c.req.query('w') ? `resize_${c.req.query('w')}` : undefined)));
  app.get('/photo', (c) => c.body(picture(), 200, headers));
  app.get('/events', () => {
    const body = new ReadableStream({
      start: (controller) => controller.enqueue(new TextEncoder().encode('data: 1')),
    });
    return new Response(body, { headers: { 'Content-Type': 'text/event-stream' } });
  });
  const small = await app.request('/photo?w=8');
  expect(await sharp(Buffer.from(await small.arrayBuffer())).metadata()).toMatchObject({ width: 8 });
  expect(Buffer.compare(Buffer.from(await (await app.request('/photo')).arrayBuffer()), jpeg)).toBe(0);
  const wrong = await app.request('/photo?w=-1');
  expect([wrong.status, await codeOf(wrong)]).toEqual([400, 'invalid-parameter']);
  const { value } = (await (await app.request('/events')).body?.getReader().read()) ?? {};
  expect(new TextDecoder().decode(value)).toBe('data: 1');
});

test('faults of the app are told to it, and no path to the client', async () => {
  const told: string[] = [];
  const onError = (error: unknown, { path }: { path: string }) => told.push(`${path}: ${error}`);
  const app = new Hono();
  app.use('/masked', process(noir, 'mask_no-such-mask.png', { onError }));
  app.use('/page', process(noir, 'greyscale', { onError }));
  app.get('/masked', (c) => c.body(picture(), 200, headers));
  app.get('/page', (c) => c.body('<html>', 200, headers));
  const response = await app.request('/masked');
  expect([response.status, await response.text()]).toEqual([
    500,
    expect.not.stringContaining('no-such-mask'),
  ]);
  expect((await app.request('/page')).status).toBe(502);
  expect(told).toEqual([
    expect.stringMatching('^/masked: .* names cannot be read'),
    expect.stringMatching('^/page: .* is not image/jpeg'),
  ]);
});
