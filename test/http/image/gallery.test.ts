import { mkdir, mkdtemp, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Hono } from 'hono';
import { etag } from 'hono/etag';
import sharp from 'sharp';
import { afterAll, beforeEach, expect, onTestFinished, test } from 'vitest';
import type { Job } from '../../../src/engine/job.ts';
import { type AppOptions, createApp, fromApp, type PictureSource } from '../../../src/http/index.ts';
import { createNoir } from '../../../src/noir.ts';
import type { EntryStore } from '../../../src/service/cache/entry.ts';
import { directory } from '../../../src/service/sources/directory.ts';
import { noise } from '../../support/pictures.ts';

const noir = await createNoir();
afterAll(() => noir.close());

/** A site whose picture can change, and the headers that it sends with it. */
const colours = { now: 'red' };
let headers: Record<string, string> = {};
let asked = 0;
let conditional = 0;
const pictures = new Map<string, Buffer>();
for (const background of ['red', 'blue']) {
  const canvas = { width: 40, height: 30, channels: 3 as const, background };
  pictures.set(background, await sharp({ create: canvas }).jpeg().toBuffer());
}
const site = new Hono();
site.use(async (c, next) => {
  asked++;
  if (c.req.header('If-None-Match')) conditional++;
  await next();
  for (const [name, value] of Object.entries(headers)) c.header(name, value);
});
site.get('/tom.jpg', etag(), (c) => c.body(pictures.get(colours.now) as Buffer<ArrayBuffer>));
site.get('/bare.jpg', (c) => c.body(pictures.get(colours.now) as Buffer<ArrayBuffer>));
site.get('/mine.jpg', etag(), (c) =>
  c.body(pictures.get(c.req.header('Cookie') ?? '') as Buffer<ArrayBuffer>),
);

/** Jobs that the Runner got. */
const jobs: Job[] = [];
let hold: Promise<void> | undefined;
const runner = {
  ...noir.runner,
  status: () => noir.runner.status(),
  close: () => noir.runner.close(),
  async run(job: Job, signal?: AbortSignal) {
    jobs.push(job);
    await hold;
    return noir.runner.run(job, signal);
  },
};
const open = (options: AppOptions = {}, source: PictureSource = fromApp(site)) =>
  createApp(
    Object.assign((...input: Parameters<typeof noir>) => noir(...input), noir, { runner }),
    {
      sources: { '': source },
      ...options,
    },
  );

beforeEach(() => {
  colours.now = 'red';
  headers = {};
  asked = 0;
  conditional = 0;
  jobs.length = 0;
  hold = undefined;
});

const statusOf = (response: Response) => response.headers.get('Cache-Status');

test('a picture is made once, and its tag is that of its bytes', async () => {
  const app = open();
  const first = await app.request('/image/w_20,f_png/tom.jpg');
  const second = await app.request('/image/w_20,f_png/tom.jpg?v=2');
  const other = await app.request('/image/h_15,w_20,f_png/tom.jpg');
  expect([statusOf(first), statusOf(second), statusOf(other)]).toEqual([
    'Noir; fwd=uri-miss; stored',
    'Noir; hit; ttl=0',
    'Noir; fwd=uri-miss; stored',
  ]);
  expect(jobs).toHaveLength(2);
  expect(conditional).toBe(2);
  const tag = first.headers.get('ETag');
  expect(tag).toMatch(/^"[\w-]{27}"$/);
  // Two recipes with equal bytes have equal tags.
  expect([second.headers.get('ETag'), other.headers.get('ETag')]).toEqual([tag, tag]);
  expect(Buffer.from(await second.arrayBuffer())).toEqual(Buffer.from(await first.arrayBuffer()));
  for (const name of ['Content-Type', 'Content-Disposition', 'Content-Security-Policy', 'X-Noir-Way']) {
    expect(second.headers.get(name)).toBe(first.headers.get(name));
  }
});

test('a client that has the picture gets 304 and no job, even when the picture itself is not kept', async () => {
  const app = open({ cache: { memory: 0, sourceMemory: 0 } });
  const tag = (await app.request('/image/w_20/tom.jpg')).headers.get('ETag') as string;
  for (const known of [tag, `W/${tag}`, `"x", ${tag}`, '*']) {
    const again = await app.request('/image/w_20/tom.jpg', { headers: { 'If-None-Match': known } });
    expect([again.status, again.headers.get('ETag')]).toEqual([304, tag]);
  }
  expect(jobs).toHaveLength(1);
  expect(statusOf(await app.request('/image/w_20/tom.jpg'))).toBe('Noir; fwd=uri-miss');
  expect(jobs).toHaveLength(2);
});

test('a changed file gets another picture, with and without a validator', async () => {
  const app = open();
  for (const path of ['/image/w_20/tom.jpg', '/image/w_20/bare.jpg']) {
    colours.now = 'red';
    const before = (await app.request(path)).headers.get('ETag');
    colours.now = 'blue';
    expect((await app.request(path)).headers.get('ETag')).not.toBe(before);
    colours.now = 'red';
    expect((await app.request(path)).headers.get('ETag')).toBe(before);
  }
  expect(jobs).toHaveLength(4);
});

test('clients that end with one type share its picture', async () => {
  const app = open();
  const get = (accept: string) => app.request('/image/w_20,f_auto/tom.jpg', { headers: { Accept: accept } });
  const same = ['image/webp,*/*', 'image/png,image/webp,*/*;q=0.8', 'text/html,image/webp;q=1.0,*/*;q=0.1'];
  for (const accept of same) expect((await get(accept)).headers.get('Content-Type')).toBe('image/webp');
  expect(jobs).toHaveLength(1);
  expect((await get('*/*')).headers.get('Content-Type')).toBe('image/jpeg');
  expect((await get('application/xml')).status).toBe(406);
  expect((await get('image/webp;q=0')).headers.get('Content-Type')).not.toBe('image/webp');
});

test('equal requests at once are one job, which ends only when all have left', async () => {
  const app = open();
  let go = () => {};
  hold = new Promise((resolve) => {
    go = resolve;
  });
  const left = new AbortController();
  const leaving = app.request('/image/w_20/tom.jpg', { signal: left.signal });
  const staying = Array.from({ length: 20 }, () => app.request('/image/w_20/tom.jpg'));
  await expect.poll(() => jobs.length).toBe(1);
  left.abort();
  expect((await leaving).status).toBe(499);
  go();
  const answers = await Promise.all(staying);
  expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(200));
  expect(jobs).toHaveLength(1);
  expect(answers.filter((each) => statusOf(each)?.includes('collapsed')).length).toBeGreaterThan(0);
});

test('a source is not asked before its time, and others are told the rest of it', async () => {
  const app = open();
  headers = { 'Cache-Control': 'max-age=600, stale-while-revalidate=30' };
  const first = await app.request('/image/w_20/tom.jpg');
  expect(first.headers.get('Cache-Control')).toBe('public, max-age=600, stale-while-revalidate=30');
  await app.request('/image/w_21/tom.jpg');
  await app.request('/image/w_20/tom.jpg');
  expect(asked).toBe(1);
  headers = {};
  const unsaid = await app.request('/image/w_20/bare.jpg');
  expect(unsaid.headers.get('Cache-Control')).toBe('public, max-age=60');
  const bounded = open({ ages: { least: 100, most: 300, usual: 200, staleWhileRevalidate: 9 } });
  const ageOf = async (value?: string) => {
    headers = value === undefined ? {} : { 'Cache-Control': value };
    return (await bounded.request('/image/w_20/bare.jpg')).headers.get('Cache-Control');
  };
  expect(await ageOf()).toBe('public, max-age=200, stale-while-revalidate=9');
  expect(await ageOf('max-age=0')).toBe('public, max-age=100, stale-while-revalidate=9');
  expect(await ageOf('max-age=900')).toBe('public, max-age=300, stale-while-revalidate=9');
});

test('a stale picture is sent at once, and the new one is made behind it', async () => {
  const app = open();
  headers = { 'Cache-Control': 'max-age=0, stale-while-revalidate=60' };
  const before = (await app.request('/image/w_20/tom.jpg')).headers.get('ETag');
  colours.now = 'blue';
  let go = () => {};
  hold = new Promise((resolve) => {
    go = resolve;
  });
  const stale = await app.request('/image/w_20/tom.jpg');
  expect([stale.headers.get('ETag'), statusOf(stale)]).toEqual([before, expect.stringMatching(/ttl=-/)]);
  await expect.poll(() => jobs.length).toBe(2);
  go();
  await expect
    .poll(async () => (await app.request('/image/w_20/tom.jpg')).headers.get('ETag'))
    .not.toBe(before);
  expect(jobs).toHaveLength(2);
});

test('nothing private is kept or shared', async () => {
  const app = open({}, fromApp(site, { forward: ['Cookie'] }));
  const get = (cookie: string) => app.request('/image/w_20/mine.jpg', { headers: { Cookie: cookie } });
  const [red, blue, again] = await Promise.all([get('red'), get('blue'), get('red')]);
  expect(red?.headers.get('ETag')).not.toBe(blue?.headers.get('ETag'));
  expect(again?.headers.get('ETag')).toBe(red?.headers.get('ETag'));
  expect([statusOf(red as Response), red?.headers.get('Cache-Control')]).toEqual([
    'Noir; fwd=bypass',
    expect.stringMatching(/^private/),
  ]);
  const open2 = open();
  headers = { 'Cache-Control': 'no-store' };
  const unkept = await open2.request('/image/w_20/tom.jpg');
  await open2.request('/image/w_20/tom.jpg');
  expect([unkept.headers.get('Cache-Control'), conditional]).toEqual(['no-store', 0]);
});

test('errors are not kept', async () => {
  const app = open();
  expect((await app.request('/image/w_20/none.jpg')).status).toBe(404);
  expect((await app.request('/image/extract_0_0_99_99/tom.jpg')).status).toBe(400);
  expect((await app.request('/image/extract_0_0_99_99/tom.jpg')).status).toBe(400);
  expect(jobs).toHaveLength(2);
});

test('a store that fails hurts nobody', async () => {
  const broken = () => Promise.reject(new Error('on purpose'));
  const store: EntryStore = { name: 'broken', get: broken, set: broken, purge: broken, lock: broken };
  const app = open({ cache: { stores: [store] } });
  for (let i = 0; i < 2; i++) expect((await app.request('/image/w_20/tom.jpg')).status).toBe(200);
  expect(jobs).toHaveLength(1);
});

test('those with a key can purge, by source and by tag', async () => {
  const key = 'k'.repeat(32);
  const app = open({ keys: [key] });
  const purge = (query: string, authorization = `Bearer ${key}`) =>
    app.request(`/cache?${query}`, { method: 'DELETE', headers: { Authorization: authorization } });
  headers = { 'Cache-Control': 'max-age=600', 'Cache-Tag': 'cats, red' };
  for (const query of ['source=tom.jpg', 'tag=cats', 'tag=red']) {
    jobs.length = 0;
    asked = 0;
    await app.request('/image/w_20/tom.jpg');
    await app.request('/image/w_21/tom.jpg');
    expect([jobs.length, asked]).toEqual([2, 1]);
    expect(await (await purge(query)).json()).toEqual({ purged: 2 });
    await app.request('/image/w_20/tom.jpg');
    expect([jobs.length, asked]).toEqual([3, 2]);
    await purge(query);
  }
  expect(await (await purge('tag=dogs')).json()).toEqual({ purged: 0 });
  expect((await purge('source=tom.jpg', 'Bearer wrong')).status).toBe(401);
  expect((await purge('')).status).toBe(400);
  expect((await open().request('/cache?tag=a', { method: 'DELETE' })).status).toBe(401);
});

test('a file of a folder is left to the Runner to read, unless another one takes its place meanwhile', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'noir-folder-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const place = join(folder, 'site/tom.jpg');
  await mkdir(join(folder, 'site'));
  const put = async (colour: number) => {
    const data = noise({ width: 320, height: 200, channels: 3, type: 'u8' }, colour).data as Uint8Array;
    const file = join(folder, `${colour}.jpg`);
    await sharp(data, { raw: { width: 320, height: 200, channels: 3 } })
      .jpeg({ quality: 95 })
      .toFile(file);
    await rename(file, place);
    return sharp(place).raw().toBuffer();
  };
  const app = open({}, directory(join(folder, 'site')));
  /** The picture that is answered when something happens to its file after it was looked at. */
  const during = async (happen: () => Promise<unknown>) => {
    let go = () => {};
    hold = new Promise((resolve) => {
      go = resolve;
    });
    jobs.length = 0;
    const answer = app.request('/image/f_png/tom.jpg');
    await expect.poll(() => jobs.length).toBe(1);
    await happen();
    go();
    const response = await answer;
    if (!response.ok) return response.status;
    return sharp(Buffer.from(await response.arrayBuffer()))
      .raw()
      .toBuffer();
  };
  const first = await put(1);
  expect(await during(async () => {})).toEqual(first);
  expect(jobs.map(({ input }) => input.kind)).toEqual(['file']);
  await put(2);
  let third: Buffer | undefined;
  const answered = await during(async () => {
    third = await put(3);
  });
  expect(answered).toEqual(third);
  expect(jobs).toHaveLength(2);
  await put(4);
  expect(await during(() => rm(place))).toBe(404);
  // A link in its place leads out of the folder.
  await put(5);
  await writeFile(join(folder, 'secret.png'), pictures.get('red') as Buffer);
  expect(
    await during(async () => {
      await rm(place);
      await symlink('../secret.png', place);
    }),
  ).toBe(403);
});
