// `GET /image/info/…`: what the pixels tell is found once for each file.
import { Hono } from 'hono';
import { etag } from 'hono/etag';
import sharp from 'sharp';
import { afterAll, beforeEach, expect, test } from 'vitest';
import type { Job } from '../../../src/engine/job.ts';
import { type AppOptions, createApp, fromApp } from '../../../src/http/index.ts';
import { createNoir } from '../../../src/noir.ts';

const noir = await createNoir({ backends: ['cpu'] });
afterAll(() => noir.close());

const pictureOf = async (background: string) =>
  (await sharp({ create: { width: 40, height: 30, channels: 3, background } })
    .png()
    .toBuffer()) as Buffer<ArrayBuffer>;
const pictures = { red: await pictureOf('#ff0000'), blue: await pictureOf('#0000ff') };
const site = { now: 'red' as keyof typeof pictures, control: 'max-age=0' };
const source = new Hono().get('/tom.png', etag(), (c) =>
  c.body(pictures[site.now], 200, { 'Cache-Control': site.control }),
);

/** Jobs that the Runner got. */
const jobs: Job[] = [];
const runner = {
  status: () => noir.runner.status(),
  close: () => noir.runner.close(),
  run(job: Job, signal?: AbortSignal) {
    jobs.push(job);
    return noir.runner.run(job, signal);
  },
};
const own = Object.assign((...input: Parameters<typeof noir>) => noir(...input), noir, { runner });
const key = 'k'.repeat(32);
const open = (options: AppOptions = {}) => createApp(own, { sources: { '': fromApp(source) }, ...options });

beforeEach(() => {
  Object.assign(site, { now: 'red', control: 'max-age=0' });
  jobs.length = 0;
});

test('a picture is decoded once, however many ask at once, and again when it changes', async () => {
  const app = open();
  const ask = async (fields = '') => {
    const response = await app.request(`/image/info/tom.png${fields}`);
    const { dominant } = (await response.json()) as { dominant: string };
    return dominant;
  };
  const all = await Promise.all(Array.from({ length: 20 }, () => ask()));
  expect(new Set(all)).toEqual(new Set(['#ff0000']));
  expect(await ask('?fields=dominant,width')).toBe('#ff0000');
  expect(jobs).toHaveLength(1);
  site.now = 'blue';
  expect(await ask()).toBe('#0000ff');
  expect(jobs).toHaveLength(2);
});

test.each(['private', 'no-store'])('nothing is remembered of a picture that is %s', async (control) => {
  const app = open();
  site.control = control;
  for (let nth = 0; nth < 2; nth++) await (await app.request('/image/info/tom.png')).json();
  expect(jobs).toHaveLength(2);
});

test('purging forgets it, and without memory nothing is remembered', async () => {
  const app = open({ keys: [key] });
  await (await app.request('/image/info/tom.png')).json();
  const headers = { Authorization: `Bearer ${key}` };
  await app.request('/cache?source=tom.png', { method: 'DELETE', headers });
  await (await app.request('/image/info/tom.png')).json();
  expect(jobs).toHaveLength(2);
  const bare = open({ cache: { memory: 0 } });
  for (let nth = 0; nth < 2; nth++) await (await bare.request('/image/info/tom.png')).json();
  expect(jobs).toHaveLength(4);
});
