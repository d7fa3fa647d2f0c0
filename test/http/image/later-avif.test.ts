// AVIF of a picture over the budget: WebP at once, AVIF from the cache the next time.
import sharp from 'sharp';
import { afterAll, expect, test } from 'vitest';
import type { Problem } from '../../../src/core/errors.ts';
import type { Answer, Job } from '../../../src/engine/job.ts';
import { type AppOptions, createApp, type PictureSource } from '../../../src/http/index.ts';
import { createNoir } from '../../../src/noir.ts';

const noir = await createNoir({ backends: ['cpu', 'sharp'] });
afterAll(() => noir.close());

/** Just over what AVIF is chosen for at once, and quickly encoded. */
const bytes = await sharp({ create: { width: 1300, height: 1000, channels: 3, background: 'teal' } })
  .composite([{ input: Buffer.from('<svg><circle cx="300" cy="300" r="200" fill="gold"/></svg>') }])
  .png()
  .toBuffer();
const file = { kind: 'file', bytes, validator: 'a', freshness: { maxAge: 600 } } as const;
const source: PictureSource = { description: 'one picture', get: async () => file };

const BROWSER = { Accept: 'image/avif,image/webp,*/*' };
const open = (options: AppOptions = {}) => createApp(noir, { sources: { '': source }, ...options });

/** The parts of an answer that matter here. */
async function ask(app: ReturnType<typeof open>, ops: string, headers: Record<string, string> = BROWSER) {
  const response = await app.request(`/image/${ops}/a.png`, { headers });
  await response.arrayBuffer();
  const get = (name: string) => response.headers.get(name) ?? '';
  return {
    status: response.status,
    type: get('Content-Type'),
    etag: get('ETag'),
    age: get('Cache-Control'),
    how: get('Cache-Status'),
    vary: get('Vary'),
  };
}

test('WebP is sent at once for a short time, and AVIF from the cache as soon as it is made', async () => {
  const app = open();
  const first = await ask(app, 'f_auto');
  expect(first).toMatchObject({ status: 200, type: 'image/webp', age: 'public, max-age=10', vary: 'Accept' });
  expect(first.how).toBe('Noir; fwd=uri-miss; stored; detail=interim');
  await expect
    .poll(async () => (await ask(app, 'f_auto')).type, { timeout: 60_000, interval: 200 })
    .toBe('image/avif');
  const last = await ask(app, 'f_auto');
  expect([last.how, last.age]).toEqual([
    expect.stringMatching(/^Noir; hit; ttl=\d+$/),
    expect.stringMatching(/max-age=[56]\d\d/),
  ]);
  expect(last.etag).not.toBe(first.etag);
  // Who has the one in between gets the better one, and who has that gets nothing.
  expect(await ask(app, 'f_auto', { ...BROWSER, 'If-None-Match': first.etag })).toMatchObject({
    status: 200,
    type: 'image/avif',
  });
  expect((await ask(app, 'f_auto', { ...BROWSER, 'If-None-Match': last.etag })).status).toBe(304);
  expect(await ask(app, 'f_auto', { Accept: 'image/webp' })).toMatchObject({
    type: 'image/webp',
    age: expect.stringMatching(/max-age=[56]\d\d/),
  });
});

test('pictures within the budget, and named formats, are final', async () => {
  const app = open();
  expect(await ask(app, 'w_40,f_auto')).toMatchObject({
    type: 'image/avif',
    how: 'Noir; fwd=uri-miss; stored',
  });
  expect(await ask(app, 'f_webp')).toMatchObject({ type: 'image/webp', how: 'Noir; fwd=uri-miss; stored' });
});

test('without a cache there is nowhere to keep it, so WebP is final', async () => {
  const app = open({ cache: { memory: 0 } });
  for (let i = 0; i < 2; i++) {
    expect(await ask(app, 'f_auto')).toMatchObject({
      type: 'image/webp',
      age: expect.stringMatching(/^public, max-age=(600|5\d\d)$/),
    });
  }
});

/** A Noir that notes its jobs by the formats that they may give, and answers some of them in its own way. */
function noting(
  answer: (job: Job, signal?: AbortSignal) => Promise<Answer> = (job, signal) => noir.runner.run(job, signal),
) {
  const jobs: string[] = [];
  const runner = Object.assign(Object.create(noir.runner), {
    run(job: Job, signal?: AbortSignal) {
      jobs.push(job.accepted.join());
      return job.accepted.join() === 'avif' ? answer(job, signal) : noir.runner.run(job, signal);
    },
  });
  const counted = Object.assign((...input: Parameters<typeof noir>) => noir(...input), noir, { runner });
  return { counted, count: () => jobs.filter((accepted) => accepted === 'avif').length };
}

const failing: Problem = { code: 'backend-failed', message: 'no', errors: [], fault: 'server' };

test.each<[string, Parameters<typeof noting>[0], number]>([
  ['that no store keeps', undefined, 1],
  [
    'that came about in another way than usual',
    async (job, signal) => {
      const made = await noir.runner.run(job, signal);
      return made.kind === 'done' ? { ...made, failedOver: true } : made;
    },
    2 ** 20,
  ],
  ['that fails', async () => ({ kind: 'problem', problem: failing }), 2 ** 20],
])('one %s is not made again and again, and WebP is final', async (_, answer, memory) => {
  const { counted, count } = noting(answer);
  const app = createApp(counted, { sources: { '': source }, cache: { memory } });
  expect((await ask(app, 'f_auto')).age).toBe('public, max-age=10');
  await expect
    .poll(async () => (await ask(app, 'f_auto')).age, { timeout: 60_000 })
    .not.toContain('max-age=10');
  expect([(await ask(app, 'f_auto')).type, count()]).toEqual(['image/webp', 1]);
});
