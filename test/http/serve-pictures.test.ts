// Pictures of sources below any place of an app: the same answers as the server's, with a Noir opened when it is needed.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Hono } from 'hono';
import sharp from 'sharp';
import { afterAll, expect, test } from 'vitest';
import { createApp, directory, fromApp, ipx, noir, Signer, signedPath } from '../../src/http/index.ts';
import { createNoir } from '../../src/noir.ts';

const folder = await mkdtemp(join(tmpdir(), 'noir-pictures-'));
const canvas = { width: 120, height: 90, channels: 3 as const, background: 'teal' };
await sharp({ create: canvas }).jpeg().toFile(join(folder, 'tom.jpg'));
await writeFile(join(folder, 'bad.jpg'), 'no picture');
const source = directory(folder);
const instance = await createNoir({ backends: ['cpu'] });

afterAll(async () => {
  await instance.close();
  await rm(folder, { recursive: true });
});

const bytesOf = async (response: Response) => Buffer.from(await response.arrayBuffer());
const codeOf = async (response: Response) => ((await response.json()) as { code: string }).code;

test('pictures, facts and sizes are those of the server, wherever the app puts them', async () => {
  const pictures = noir({ source, instance });
  const app = new Hono();
  app.use('/img/*', pictures);
  app.use('/shops/:shop/img/*', pictures);
  app.post('/img/*', (c) => c.text('mine'));
  const server = createApp(instance, { sources: { '': source } });
  const theirs = await server.request('/image/w_60,f_webp/tom.jpg');
  const expected = await bytesOf(theirs);
  for (const base of ['/img', '/shops/7/img']) {
    const ours = await app.request(`${base}/w_60,f_webp/tom.jpg`);
    expect(await bytesOf(ours)).toEqual(expected);
    for (const name of ['ETag', 'Content-Type', 'Cache-Control', 'Content-Security-Policy', 'X-Noir-Way']) {
      expect(ours.headers.get(name)).toBe(theirs.headers.get(name));
    }
    const known = { headers: { 'If-None-Match': ours.headers.get('ETag') ?? '' } };
    expect((await app.request(`${base}/w_60,f_webp/tom.jpg`, known)).status).toBe(304);
    expect(await (await app.request(`${base}/info/tom.jpg?fields=width`)).json()).toEqual({ width: 120 });
    const srcset = await (await app.request(`${base}/srcset/f_webp/tom.jpg?widths=60`)).json();
    expect(srcset).toMatchObject({ src: `${base}/f_webp,w_60/tom.jpg` });
  }
  const head = await app.request('/img/w_60/tom.jpg', { method: 'HEAD' });
  expect([head.status, (await bytesOf(head)).length]).toEqual([200, 0]);
  const post = await app.request('/img/w_60/tom.jpg', { method: 'POST' });
  expect(await post.text()).toBe('mine');
});

test.each([
  ['/img/w_60/none.jpg', 404, 'not-found'],
  ['/img/w_60/bad.jpg', 415, 'unsupported-format'],
  ['/img/w_-1/tom.jpg', 400, 'invalid-parameter'],
  ['/img/w_60/..%2Ftom.jpg', 403, 'source-forbidden'],
  ['/img/w_60', 404, 'not-found'],
  ['/img', 404, 'not-found'],
])('%s is a problem with status %i', async (path, status, code) => {
  const app = new Hono();
  app.use('/img/*', async (c, next) => {
    await next();
    c.header('X-Mine', 'yes');
  });
  app.use('/img/*', noir({ source, instance }));
  const response = await app.request(path);
  expect([response.status, response.headers.get('Cache-Control')]).toEqual([status, 'no-store']);
  expect(response.headers.get('X-Mine')).toBe('yes');
  expect(await codeOf(response)).toBe(code);
});

test('the app may answer errors in its own words', async () => {
  const app = new Hono();
  app.use('/img/*', noir({ source, instance }));
  app.onError((error, c) => c.text(`sorry: ${error.message}`, 418));
  expect((await app.request('/img/w_60/none.jpg')).status).toBe(418);
});

test('signatures, presets and sizes hold', async () => {
  const key = '0123456789abcdef0123456789abcdef';
  const presets = { thumb: 'w_30,f_png' };
  const app = new Hono();
  app.use('/signed/*', noir({ source, instance, signingKeys: [key] }));
  app.use('/strict/*', noir({ source, instance, presets, presetsOnly: true }));
  app.use('/sized/*', noir({ source, instance, sizes: [60] }));
  const path = signedPath(new Signer([key]), { ops: 'w_60', address: 'tom.jpg', base: '/signed' });
  const statuses = [path, path.replace('w_60', 'w_61'), '/strict/thumb/tom.jpg', '/strict/w_30/tom.jpg'];
  statuses.push('/sized/w_60/tom.jpg', '/sized/w_61/tom.jpg');
  const answers = await Promise.all(statuses.map(async (each) => (await app.request(each)).status));
  expect(answers).toEqual([200, 403, 200, 403, 200, 403]);
});

test('addresses may be those of another image server', async () => {
  const app = new Hono();
  app.use('/_ipx/*', noir({ source, instance, adapter: ipx() }));
  const response = await app.request('/_ipx/w_60&f_png/tom.jpg');
  expect((await sharp(await bytesOf(response)).metadata()).width).toBe(60);
});

test('routes of the same app are a source', async () => {
  const app = new Hono();
  app.use('/img/*', noir({ source: fromApp(app, { below: '/static/' }), instance }));
  app.get('/static/*', async (c) => {
    return c.body((await sharp({ create: canvas }).png().toBuffer()) as Buffer<ArrayBuffer>);
  });
  expect((await app.request('/img/w_60/any.png')).headers.get('Content-Type')).toBe('image/png');
});

test('kept pictures can be forgotten', async () => {
  const pictures = noir({ source, instance });
  const app = new Hono().use('/img/*', pictures);
  await app.request('/img/w_60/tom.jpg');
  await app.request('/img/w_61/tom.jpg');
  expect([await pictures.purge('tom.jpg'), await pictures.purge('tom.jpg')]).toEqual([2, 0]);
});

test('its own Noir is opened for the first picture, and closed with it', async () => {
  const pictures = noir({ source, engine: { backends: ['cpu'] } });
  const app = new Hono().use('/img/*', pictures);
  expect((await app.request('/img/w_60/tom.jpg')).status).toBe(200);
  await pictures.close();
  expect(await codeOf(await app.request('/img/w_62/tom.jpg'))).toBe('shutting-down');
  // A picture that is kept needs no work.
  expect((await app.request('/img/w_60/tom.jpg')).status).toBe(200);
});

test('a Noir that cannot be opened is a fault of the server, and is tried again', async () => {
  const reported: unknown[] = [];
  const pictures = noir({
    source,
    engine: { backends: ['gpu'], gpu: 'off' },
    onError: (error) => reported.push(error),
  });
  const app = new Hono().use('/img/*', pictures);
  for (let i = 1; i <= 2; i++) {
    const response = await app.request('/img/w_60/tom.jpg');
    expect([response.status, reported.length]).toEqual([500, i]);
  }
  await pictures.close();
});

test('a given Noir stays open', async () => {
  await noir({ source, instance }).close();
  expect((await instance(join(folder, 'tom.jpg')).metadata()).width).toBe(120);
});

test('wrong options are told at once', () => {
  expect(() => noir({})).toThrow('give either source or sources');
  expect(() => noir({ source, sources: { '': source } })).toThrow('give either source or sources');
  expect(() => noir({ source, presets: { thumb: 'nonsense_1' } })).toThrow();
  expect(() => noir({ source, signingKeys: ['short'] })).toThrow(/32 characters/);
  const signingKeys = ['0123456789abcdef0123456789abcdef'];
  expect(() => noir({ source, adapter: ipx(), signingKeys })).toThrow(/ipx: .*signature/);
  expect(() => noir({ source, presetOnly: true } as never)).toThrow('did you mean presetsOnly?');
  expect(() => noir({ source: './photos' } as never)).toThrow('a source is what directory');
  expect(() => noir(Promise.resolve(instance) as never, 'resize_8')).toThrow('await it');
  expect(() => noir({ source, instance: Promise.resolve(instance) } as never)).toThrow('await it');
  expect(() => noir(instance as never)).toThrow('needs a recipe');
  expect(() => noir(instance, 'resize_8', { onUnprocessible: 'pass' } as never)).toThrow('onUnprocessable?');
});

test.each([
  [{ deadline: '10s' }, 'option deadline: expected milliseconds'],
  [{ deadline: 0 }, 'option deadline: expected milliseconds, more than 0'],
  [{ jobs: 4 }, 'option jobs: expected { all, heavy }'],
  [{ jobs: { all: 4 } }, 'option jobs.heavy: expected a whole number'],
  [{ ages: { usual: '1h' } }, 'option ages.usual: expected seconds'],
  [{ ages: { usal: 60 } }, 'option ages: unrecognized key: "usal"'],
  [{ cache: { memory: '64MiB' } }, 'option cache.memory: expected bytes'],
  [{ cache: { stores: [Promise.resolve()] } }, 'option cache.stores.0: expected what diskStore'],
  [{ sizes: 320 }, 'option sizes: expected a list'],
  [{ signingKeys: 'a'.repeat(32) }, 'option signingKeys: expected a list'],
  [{ clientHints: 'yes' }, 'option clientHints: expected true or false'],
  [{ adapter: 'ipx' }, 'option adapter: expected an adapter, such as ipx()'],
  [{ onError: 'log' }, 'option onError: expected a function'],
  [{ engine: { workers: -1 } }, 'a whole number from 1 on'],
])('the wrong value in %j shows when the program starts', (options, message) => {
  expect(() => noir({ source, ...options } as never)).toThrow(message);
});

test('options that are undefined count as not given', () => {
  expect(() =>
    noir({ source, deadline: undefined, ages: { usual: undefined }, cache: undefined } as never),
  ).not.toThrow();
});
