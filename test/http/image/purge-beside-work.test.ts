// A picture that is being made while its file is purged may be made of what was to be forgotten.
import { Hono } from 'hono';
import sharp from 'sharp';
import { afterAll, expect, onTestFinished, test } from 'vitest';
import type { Job } from '../../../src/engine/job.ts';
import { createApp, fromApp } from '../../../src/http/index.ts';
import { createNoir } from '../../../src/noir.ts';

const noir = await createNoir();
afterAll(() => noir.close());

const paint = (background: string) =>
  sharp({ create: { width: 40, height: 30, channels: 3, background } })
    .png()
    .toBuffer();
let now = await paint('red');
/** A site whose picture changes, and its ETag does not. */
const site = new Hono().get('/tom.png', (c) => c.body(now as Buffer<ArrayBuffer>, 200, { ETag: '"same"' }));

test('a picture that was begun before a purge is not kept, and nobody who comes later gets it', async () => {
  let go = () => {};
  const held = new Promise<void>((resolve) => {
    go = resolve;
  });
  onTestFinished(() => go());
  const jobs: Job[] = [];
  const runner = {
    status: () => noir.runner.status(),
    close: () => noir.runner.close(),
    async run(job: Job, signal?: AbortSignal) {
      jobs.push(job);
      await held;
      return noir.runner.run(job, signal);
    },
  };
  const key = 'k'.repeat(32);
  const holding = Object.assign((...input: Parameters<typeof noir>) => noir(...input), noir, { runner });
  const app = createApp(holding, { sources: { '': fromApp(site) }, keys: [key] });
  const ask = async () => {
    const response = await app.request('/image/w_20,f_png/tom.png');
    const { dominant } = await sharp(await response.arrayBuffer()).stats();
    return [dominant.b > 128 ? 'blue' : 'red', response.headers.get('Cache-Status')];
  };
  const before = ask();
  await expect.poll(() => jobs.length, { timeout: 10_000 }).toBe(1);
  now = await paint('blue');
  const headers = { Authorization: `Bearer ${key}` };
  await app.request('/cache?source=tom.png', { method: 'DELETE', headers });
  const after = ask();
  await expect.poll(() => jobs.length, { timeout: 10_000 }).toBe(2);
  go();
  expect([await before, await after, await ask()]).toEqual([
    ['red', 'Noir; fwd=uri-miss'],
    ['blue', 'Noir; fwd=uri-miss; stored'],
    ['blue', 'Noir; hit; ttl=0'],
  ]);
});
