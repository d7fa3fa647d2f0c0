import { Hono } from 'hono';
import { etag } from 'hono/etag';
import sharp from 'sharp';
import { afterAll, expect, test } from 'vitest';
import type { CacheOptions } from '../../../src/http/image/desk.ts';
import { createApp, fromApp } from '../../../src/http/index.ts';
import { createNoir } from '../../../src/noir.ts';

const noir = await createNoir();
afterAll(() => noir.close());
const canvas = { width: 40, height: 30, channels: 3 as const, background: 'teal' };
const picture = (await sharp({ create: canvas }).jpeg().toBuffer()) as Buffer<ArrayBuffer>;

/** An app whose source answers as it is told to, and counts how often it is asked. */
function open(cache: CacheOptions = {}) {
  const source = { status: 200, control: 'max-age=0', asked: 0 };
  const site = new Hono().get('/tom.jpg', etag(), (c) => {
    source.asked++;
    if (source.status !== 200) return c.body(null, source.status as 503);
    return c.body(picture, 200, { 'Cache-Control': source.control });
  });
  const app = createApp(noir, { sources: { '': fromApp(site) }, cache });
  const get = async (path = '/image/w_20/tom.jpg') => {
    const response = await app.request(path);
    const headers = ['ETag', 'Cache-Status', 'Cache-Control'].map((name) => response.headers.get(name));
    return { status: response.status, headers, bytes: Buffer.from(await response.arrayBuffer()) };
  };
  return { source, get };
}

test('while its source fails, a stale picture is sent for the time that the source gave', async () => {
  const { source, get } = open();
  source.control = 'max-age=0, stale-if-error=600';
  const before = await get();
  expect(before.headers[2]).toBe('public, max-age=0, stale-if-error=600');
  source.status = 503;
  const after = await get();
  expect([after.status, after.bytes]).toEqual([200, before.bytes]);
  expect(after.headers[1]).toMatch(/^Noir; hit; ttl=-?\d+$/);
  const { asked } = source;
  // A source that has just failed is left alone.
  expect((await get()).status).toBe(200);
  expect(source.asked).toBe(asked);
});

test('other pictures are made from the file that is kept, and without it the source’s fault is told', async () => {
  const one = open({ staleIfError: 600 });
  await one.get();
  one.source.status = 503;
  expect((await one.get('/image/w_30/tom.jpg')).status).toBe(200);
  const other = open({ staleIfError: 600, sourceMemory: 0 });
  await other.get();
  other.source.status = 503;
  expect((await other.get()).status).toBe(200);
  expect((await other.get('/image/w_30/tom.jpg')).status).toBe(502);
});

test('without such a time the fault is told, and what the source says of the file counts at any time', async () => {
  const { source, get } = open();
  await get();
  source.status = 503;
  expect((await get()).status).toBe(502);
  const gone = open({ staleIfError: 600 });
  await gone.get();
  gone.source.status = 404;
  expect((await gone.get()).status).toBe(404);
  gone.source.status = 503;
  expect((await gone.get()).status).toBe(502);
});

test.each(['max-age=0, must-revalidate', 'no-cache'])(
  'a source that says %s is told of when it fails',
  async (control) => {
    const { source, get } = open({ staleIfError: 600 });
    source.control = control;
    await get();
    source.status = 503;
    expect((await get()).status).toBe(502);
  },
);
