// The plain fetch handler: Request in, Response out.
import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
// @ts-expect-error: it has no types of its own
import express from 'express';
import { Hono } from 'hono';
import sharp from 'sharp';
import { afterAll, expect, test } from 'vitest';
import { createHandler, nextImage, type PictureSource, toNodeListener } from '../../src/http/fetch.ts';

const bytes = await sharp({ create: { width: 40, height: 30, channels: 3, background: 'teal' } })
  .jpeg()
  .toBuffer();
const source: PictureSource = { description: 'one picture', get: async () => ({ kind: 'file', bytes }) };
const pictures = createHandler({ base: '/img', source, engine: { backends: ['cpu'] } });
afterAll(() => pictures.close());

const ask = (path: string, init?: RequestInit) => pictures(new Request(`http://localhost${path}`, init));

test('it answers pictures below its base', async () => {
  const response = await ask('/img/w_20,f_png/tom.jpg');
  expect([response.status, response.headers.get('Content-Type')]).toEqual([200, 'image/png']);
  expect((await sharp(await response.arrayBuffer()).metadata()).width).toBe(20);
  const head = await ask('/img/w_20,f_png/tom.jpg', { method: 'HEAD' });
  expect([head.status, (await head.arrayBuffer()).byteLength]).toEqual([200, 0]);
});

test('the second argument of a framework does no harm', async () => {
  const context = { params: Promise.resolve({ path: ['w_20', 'tom.jpg'] }) };
  const request = new Request('http://localhost/img/w_20/tom.jpg');
  expect((await pictures(request, context)).status).toBe(200);
});

test('all else is a problem', async () => {
  const elsewhere = await ask('/image/w_20/tom.jpg');
  expect([elsewhere.status, await elsewhere.json()]).toEqual([
    404,
    expect.objectContaining({ code: 'not-found' }),
  ]);
  const post = await ask('/img/w_20/tom.jpg', { method: 'POST', body: 'x' });
  expect([post.status, post.headers.get('Allow')]).toEqual([405, 'GET, HEAD']);
  expect(await post.json()).toMatchObject({ code: 'method-not-allowed' });
  const wrong = await ask('/img/w_-1/tom.jpg');
  expect([wrong.status, wrong.headers.get('Content-Type')]).toEqual([400, 'application/problem+json']);
});

test('without a base every path is a picture, with an adapter too', async () => {
  const all = createHandler({ source, engine: { backends: ['cpu'] } });
  const next = createHandler({
    base: '/_next/image',
    source,
    adapter: nextImage(),
    engine: { backends: ['cpu'] },
  });
  const answers = await Promise.all([
    all(new Request('http://localhost/w_20/tom.jpg')),
    next(new Request('http://localhost/_next/image?url=%2Ftom.jpg&w=32&q=75')),
  ]);
  expect(answers.map(({ status }) => status)).toEqual([200, 200]);
  await Promise.all([all.close(), next.close()]);
});

test('a base is a path', () => {
  for (const base of ['img', '/img/*', '/:id', 'http://x/img']) {
    expect(() => createHandler({ base, source })).toThrow('a base is a path such as /img');
  }
});

test('addresses in a srcset have the path that a framework cut off', async () => {
  const within = express.Router().get('/img/*path', toNodeListener(pictures));
  const listening = [
    express().use('/deep', within).listen(0),
    serve({ fetch: new Hono().mount('/deep', pictures).fetch, port: 0 }),
  ];
  for (const server of listening) {
    if (!server.listening) await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as AddressInfo;
    const response = await fetch(`http://localhost:${port}/deep/img/srcset/f_webp/tom.jpg?widths=20`);
    expect(await response.json()).toMatchObject({ srcset: '/deep/img/f_webp,w_20/tom.jpg 20w' });
    server.close();
  }
});
