import { Hono } from 'hono';
import { afterAll, expect, test } from 'vitest';
import { createApp, fromApp } from '../../../src/http/index.ts';
import { createNoir } from '../../../src/noir.ts';
import { loopHeader } from '../../../src/service/sources/loops.ts';
import { jpeg } from '../../http/support.ts';

const noir = await createNoir();
afterAll(() => noir.close());

test('an address that names its own server over and over is given up', async () => {
  let asked = 0;
  const app = new Hono();
  app.use(async (_, next) => {
    asked++;
    await next();
  });
  app.get('/static/tom.jpg', (c) => c.body(jpeg as Uint8Array<ArrayBuffer>));
  app.route('/', createApp(noir, { sources: { '': fromApp(app) } }));
  const statusOf = async (times: number) => {
    asked = 0;
    const path = `/${'image/w_20/'.repeat(times)}static/tom.jpg`;
    return [(await app.request(path)).status, asked];
  };
  expect(await statusOf(3)).toEqual([200, 4]);
  expect(await statusOf(500)).toEqual([404, 5]);
});

test('servers of others in front do not count', () => {
  const headers = new Headers({ 'CDN-Loop': 'a.example, noir-image; v=1, b.example, c.example, d.example' });
  expect(loopHeader(headers)).toEqual({ 'CDN-Loop': `${headers.get('CDN-Loop')}, noir-image` });
  expect(loopHeader(undefined)).toEqual({ 'CDN-Loop': 'noir-image' });
});
