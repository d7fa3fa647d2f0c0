// A further file of a recipe that is stale is sent as it is and asked for behind the answer, as the picture itself is.
import { Hono } from 'hono';
import { etag } from 'hono/etag';
import sharp from 'sharp';
import { afterAll, expect, test } from 'vitest';
import { createApp, fromApp } from '../../../src/http/index.ts';
import { createNoir } from '../../../src/noir.ts';
import { jpeg } from '../support.ts';

const noir = await createNoir();
afterAll(() => noir.close());

const markOf = (background: string) =>
  sharp({ create: { width: 10, height: 10, channels: 3, background } })
    .png()
    .toBuffer();
let mark = await markOf('red');
const site = new Hono();
site.get('/tom.jpg', etag(), (c) => {
  c.header('Cache-Control', 'max-age=600');
  return c.body(jpeg as Uint8Array<ArrayBuffer>);
});
site.get('/mark.png', etag(), (c) => {
  c.header('Cache-Control', 'max-age=0, stale-while-revalidate=86400');
  return c.body(mark as Buffer<ArrayBuffer>);
});

test('a mark that changes comes into pictures that are kept', async () => {
  const app = createApp(noir, { sources: { '': fromApp(site) } });
  const tagOf = async () =>
    (await app.request('/image/composite_mark.png,f_png/tom.jpg')).headers.get('ETag');
  const before = await tagOf();
  mark = await markOf('blue');
  expect(await tagOf()).toBe(before);
  await expect.poll(tagOf, { timeout: 10_000 }).not.toBe(before);
});
