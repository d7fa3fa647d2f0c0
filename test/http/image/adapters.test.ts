// Addresses of other image servers over HTTP: the same sources, cache, errors and policies as Noir's own.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, expect, it } from 'vitest';
import {
  cloudflare,
  createApp,
  directory,
  imgproxy,
  ipx,
  nextImage,
  type PictureSource,
  web,
} from '../../../src/http/index.ts';
import { createNoir } from '../../../src/noir.ts';

const folder = await mkdtemp(join(tmpdir(), 'noir-adapters-'));
const noir = await createNoir({ backends: ['cpu'] });
const photo = await sharp({ create: { width: 120, height: 90, channels: 3, background: 'teal' } })
  .jpeg()
  .toBuffer();
await writeFile(join(folder, 'tom.jpg'), photo);
await writeFile(join(folder, 'bad.jpg'), 'no picture');
await writeFile(join(folder, 'drawn.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>');
const frames = ['red', 'blue'].map((background) =>
  sharp({ create: { width: 20, height: 10, channels: 3, background } })
    .png()
    .toBuffer(),
);
await sharp(await Promise.all(frames), { join: { animated: true } })
  .gif()
  .toFile(join(folder, 'two.gif'));

const sources = { '': directory(folder), far: web({ allow: ['https://pictures.invalid'] }) };
const adapters = {
  '/_ipx': ipx(),
  '/_next/image': nextImage(),
  '/cdn-cgi/image': cloudflare(),
  '/imgproxy': imgproxy(),
};
const app = createApp(noir, { sources, adapters });

afterAll(async () => {
  await noir.close();
  await rm(folder, { recursive: true });
});

const get = (path: string, headers = {}) => Promise.resolve(app.request(path, { headers }));

it.each([
  ['/_ipx/w_60&f_png/tom.jpg', 'image/png', 60],
  ['/_next/image?url=%2Ftom.jpg&w=64&q=75', 'image/webp', 64],
  ['/cdn-cgi/image/width=50,format=webp/tom.jpg', 'image/webp', 50],
  ['/imgproxy/unsafe/rs:fit:40:40/plain/tom.jpg@png', 'image/png', 40],
])('%s is answered, kept, and known again', async (path, type, width) => {
  const accept = { Accept: 'image/webp,*/*' };
  const first = await get(path, accept);
  expect([first.status, first.headers.get('Content-Type')]).toEqual([200, type]);
  expect((await sharp(await first.arrayBuffer()).metadata()).width).toBe(width);
  const second = await get(path, { ...accept, 'If-None-Match': first.headers.get('ETag') });
  expect([second.status, second.headers.get('Cache-Status')]).toEqual([304, expect.stringContaining('hit')]);
});

it.each([
  ['/_ipx/w_60&f_png/tom.jpg', null],
  ['/_ipx/w_60/tom.jpg', null],
  ['/_ipx/w_60&f_auto/tom.jpg', 'Accept'],
  ['/_next/image?url=%2Ftom.jpg&w=64&q=75', 'Accept'],
  ['/_next/image?url=%2Ftwo.gif&w=64&q=75', 'Accept'],
  ['/cdn-cgi/image/width=50,format=webp/tom.jpg', null],
  ['/cdn-cgi/image/width=50,format=auto/tom.jpg', 'Accept'],
  ['/imgproxy/unsafe/w:40/plain/tom.jpg@png', null],
  ['/imgproxy/unsafe/raw:1/plain/tom.jpg', null],
])('%s has the Vary %s, so that caches keep as few answers as there are', async (path, vary) => {
  const { status, headers } = await get(path, { Accept: 'image/webp,*/*' });
  expect([status, headers.get('Vary')]).toEqual([200, vary]);
});

it.each(['/unsafe/w:40/plain/tom.jpg', '/unsafe/w:40/plain/tom.jpg@png'])(
  '%s varies by Accept where imgproxy is told to send newer formats',
  async (path) => {
    const auto = createApp(noir, { sources, adapters: { '/i': imgproxy({ autoFormats: ['webp'] }) } });
    const { headers } = await auto.request(`/i${path}`, { headers: { Accept: 'image/webp' } });
    const type = path.endsWith('@png') ? 'image/png' : 'image/webp';
    expect([headers.get('Content-Type'), headers.get('Vary')]).toEqual([type, 'Accept']);
  },
);

it.each([
  ['/_ipx/w_60/none.jpg', 404, 'not-found'],
  ['/_ipx/w_60/bad.jpg', 415, 'unsupported-format'],
  ['/_ipx/w_x/tom.jpg', 400, 'invalid-request'],
  ['/_ipx/w_60/https://elsewhere.invalid/tom.jpg', 403, 'source-forbidden'],
  ['/_next/image?url=%2Ftom.jpg&w=65&q=75', 400, 'invalid-request'],
  // As Next and imgproxy answer.
  ['/_next/image?url=https%3A%2F%2Felsewhere.invalid%2Ftom.jpg&w=64&q=75', 400, 'invalid-request'],
  ['/_next/image?url=%2Fbad.jpg&w=64&q=75', 400, 'invalid-request'],
  ['/_next/image?url=%2Fdrawn.svg&w=64&q=75', 400, 'invalid-request'],
  ['/_next/image?url=%2Fnone.jpg&w=64&q=75', 404, 'not-found'],
  ['/imgproxy/unsafe/w:50/plain/https://elsewhere.invalid/tom.jpg', 404, 'not-found'],
  ['/cdn-cgi/image/segment=foreground/tom.jpg', 400, 'invalid-request'],
  ['/imgproxy/unsafe/nonsense:1/plain/tom.jpg', 404, 'not-found'],
])('%s is a problem with status %i', async (path, status, code) => {
  const response = await get(path);
  expect([response.status, await response.json()]).toEqual([status, expect.objectContaining({ code })]);
});

it('asks the source once for a request', async () => {
  const asked: (string | undefined)[] = [];
  const counting: PictureSource = {
    description: 'counts',
    get: async (_, { known }) => {
      asked.push(known);
      return known ? { kind: 'unchanged' } : { kind: 'file', bytes: photo, validator: '"1"' };
    },
  };
  const far = createApp(noir, { sources: { '': counting }, adapters });
  for (const [at, path] of ['/_ipx/w_60/far.jpg', '/_ipx/w_60/far.jpg', '/_ipx/w_50/far.jpg'].entries()) {
    expect((await far.request(path)).status).toBe(200);
    expect(asked).toHaveLength(at + 1);
  }
  expect(asked).toEqual([undefined, '"1"', '"1"']);
});

it('sends animations on as they are where the other server does', async () => {
  const response = await get('/_next/image?url=%2Ftwo.gif&w=64&q=75', { Accept: 'image/webp' });
  expect(response.headers.get('Content-Type')).toBe('image/gif');
  expect((await sharp(await response.arrayBuffer()).metadata()).pages).toBe(2);
});

it('names the file as imgproxy’s address says', async () => {
  const response = await get('/imgproxy/unsafe/fn:cat/att:1/plain/tom.jpg');
  expect(response.headers.get('Content-Disposition')).toBe('attachment; filename="cat.jpg"');
});

it('lets nobody keep a picture for longer than imgproxy’s address lasts', async () => {
  const response = await get(`/imgproxy/unsafe/exp:${Math.floor(Date.now() / 1000) + 20}/plain/tom.jpg`);
  const [, life] = /^public, max-age=(\d+)$/.exec(response.headers.get('Cache-Control') ?? '') ?? [];
  expect(Number(life)).toBeLessThanOrEqual(20);
});

it('sends to the picture on failure only where the sources allow it', async () => {
  const path = '/cdn-cgi/image/width=50,onerror=redirect/https:/';
  const allowed = await get(`${path}/pictures.invalid/a.jpg`);
  expect([allowed.status, allowed.headers.get('Location')]).toEqual([302, 'https://pictures.invalid/a.jpg']);
  expect((await get(`${path}/elsewhere.invalid/a.jpg`)).status).toBe(403);
});

it.each([
  ['%C3%BC%20%E4%BD%A0.jpg', '%C3%BC%20%E4%BD%A0.jpg'],
  ['%E4%BD%A0%2520b.jpg', '%E4%BD%A0%20b.jpg'],
  ['a%0D%0AX-Own:%201.jpg', 'aX-Own:%201.jpg'],
])('sends to %s as it was asked for', async (name, sent) => {
  const response = await get(`/cdn-cgi/image/width=50,onerror=redirect/https:/pictures.invalid/${name}`);
  expect([response.status, response.headers.get('Location')]).toEqual([
    302,
    `https://pictures.invalid/${sent}`,
  ]);
});

it('lets no unsigned addresses in beside signed ones', () => {
  const signingKeys = ['0123456789abcdef0123456789abcdef'];
  expect(() => createApp(noir, { sources, adapters, signingKeys })).toThrow(/ipx: .*signature/);
  const signed = { '/i': imgproxy({ key: { key: 'aa', salt: 'bb' } }) };
  expect(() => createApp(noir, { sources, adapters: signed, signingKeys })).not.toThrow();
});

it('keeps to the listed sizes', async () => {
  const strict = createApp(noir, { sources, adapters, sizes: [60] });
  const statuses = ['w_60', 'w_61'].map(async (ops) => (await strict.request(`/_ipx/${ops}/tom.jpg`)).status);
  expect(await Promise.all(statuses)).toEqual([200, 403]);
});

it('sends the fallback in place of pictures that cannot be had, with their recipe', async () => {
  const replacing = createApp(noir, { sources, adapters, fallback: 'tom.jpg' });
  const outcomes = [
    ['/_ipx/w_60&f_png/none.jpg', 404, 'not-found', 'image/png', 60],
    ['/imgproxy/unsafe/w:30/plain/none.jpg@webp', 404, 'not-found', 'image/webp', 30],
    ['/cdn-cgi/image/width=30,format=auto/bad.jpg', 415, 'unsupported-format', 'image/webp', 30],
    ['/_next/image?url=%2Fnone.jpg&w=64&q=75', 404, 'not-found', 'image/webp', 64],
  ] as const;
  for (const [path, status, code, type, width] of outcomes) {
    const response = await replacing.request(path, {
      headers: { Accept: 'image/webp', 'If-None-Match': '*' },
    });
    const { headers } = response;
    expect([path, response.status, headers.get('Noir-Note'), headers.get('Content-Type')]).toEqual([
      ...[path, status, `fallback: ${code}`, type],
    ]);
    expect([headers.get('ETag'), headers.get('Cache-Control')]).toEqual([null, 'public, max-age=10']);
    expect((await sharp(await response.arrayBuffer()).metadata()).width).toBe(width);
  }
  // What is the address's fault stays its fault.
  expect((await replacing.request('/_ipx/w_x/tom.jpg')).status).toBe(400);
  expect((await replacing.request('/_ipx/w_x/none.jpg')).headers.get('Noir-Note')).toBeNull();
  expect((await replacing.request('/imgproxy/unsafe/w:9/plain/https://elsewhere.invalid/a.jpg')).status).toBe(
    404,
  );
});

it('leaves to an adapter at / the addresses that nothing else has', async () => {
  const rooted = createApp(noir, { sources, adapters: { '/': imgproxy(), '/_ipx': ipx() } });
  const outcomeOf = async (path: string, init: RequestInit = {}) => {
    const { status, headers } = await rooted.request(path, init);
    return [status, headers.get('Content-Type')?.split(';')[0], headers.get('Allow')];
  };
  const problem = 'application/problem+json';
  for (const path of ['/unsafe/w:40/plain/tom.jpg', '/_ipx/w_40/tom.jpg', '/image/w_40/tom.jpg'])
    expect([path, ...(await outcomeOf(path))]).toEqual([path, 200, 'image/jpeg', null]);
  expect(await outcomeOf('/unsafe/w:40/plain/tom.jpg', { method: 'HEAD' })).toEqual([
    200,
    'image/jpeg',
    null,
  ]);
  expect(await outcomeOf('/unsafe/w:40/plain/tom.jpg', { method: 'POST' })).toEqual([404, problem, null]);
  expect(await outcomeOf('/health')).toEqual([200, 'application/json', null]);
  expect(await outcomeOf('/health', { method: 'PUT' })).toEqual([405, problem, 'GET, HEAD']);
  for (const path of ['/', '/.git/config', '/wp-login.php', '/unsafe/w:40/plain/none.jpg'])
    expect([path, ...(await outcomeOf(path))]).toEqual([path, 404, problem, null]);
});

it('finds the picture of an IPX address with two slashes before it', async () => {
  expect((await get('/_ipx/w_60//tom.jpg')).status).toBe(200);
});

it('takes client hints where the other server does, and says so', async () => {
  const hinting = createApp(noir, { sources, adapters, clientHints: true, sizes: [40, 60, 80] });
  const ask = async (path: string, headers: Record<string, string>) => {
    const response = await hinting.request(path, { headers });
    const { width } = await sharp(await response.arrayBuffer()).metadata();
    return [width, response.headers.get('Vary'), response.headers.get('Accept-CH')];
  };
  const vary = 'Sec-CH-DPR, DPR, Sec-CH-Width, Width';
  const imgproxied = '/imgproxy/unsafe/w:40/plain/tom.jpg';
  expect(await ask(imgproxied, { DPR: '2' })).toEqual([80, vary, vary]);
  // A density that leads to a size that is not listed is ignored.
  expect(await ask(imgproxied, { DPR: '3' })).toEqual([40, vary, vary]);
  const auto = '/cdn-cgi/image/width=auto,wbreakpoints=60;90/tom.jpg';
  expect((await ask(auto, { 'Viewport-Width': '50' }))[0]).toBe(60);
  expect((await ask(auto, { 'Viewport-Width': '80' }))[0]).toBe(120);
  for (const path of ['/_ipx/w_40/tom.jpg', '/cdn-cgi/image/width=40/tom.jpg'])
    expect(await ask(path, { DPR: '2', Width: '80' })).toEqual([40, null, null]);
  // Without hints switched on nothing changes.
  const plain = await get(imgproxied, { DPR: '2' });
  expect([(await sharp(await plain.arrayBuffer()).metadata()).width, plain.headers.get('Vary')]).toEqual([
    40,
    null,
  ]);
});
