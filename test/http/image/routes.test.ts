import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Hono } from 'hono';
import sharp from 'sharp';
import { afterAll, expect, test } from 'vitest';
import { createApp, directory, type NoirApp } from '../../../src/http/index.ts';
import { createNoir } from '../../../src/noir.ts';

const folder = await mkdtemp(join(tmpdir(), 'noir-sources-'));
const noir = await createNoir();
const app: NoirApp = createApp(noir, {
  sources: { '': directory(join(folder, 'root')), other: directory(join(folder, 'other')) },
});

/** Noise, so that every way of resizing it differs. */
const noise = { type: 'gaussian', mean: 128, sigma: 30 } as const;
const photo = await sharp({ create: { width: 120, height: 90, channels: 3, background: 'white', noise } })
  .jpeg()
  .toBuffer();

const NAMES = [
  'a b.jpg',
  'a+b.jpg',
  'a%20b.jpg',
  'c%0Dd.jpg',
  '100%.jpg',
  'what?.jpg',
  'no#1.jpg',
  'me@home.jpg',
  '\u304c.jpg',
  '\u3072\u3099.jpg',
  'a[1](2){3}.jpg',
  "a,b_c&d=e'f.jpg",
];

await mkdir(join(folder, 'root', 'cats'), { recursive: true });
await mkdir(join(folder, 'root', '.git'));
await mkdir(join(folder, 'other'));
await writeFile(join(folder, 'root', 'cats', 'tom.jpg'), photo);
await writeFile(join(folder, 'other', 'x.jpg'), photo);
await writeFile(join(folder, 'root', '.git', 'config'), 'root:x:0');
await writeFile(join(folder, 'secret.jpg'), photo);
await symlink(join(folder, 'secret.jpg'), join(folder, 'root', 'link.jpg'));
await symlink(join(folder, 'root', 'cats', 'tom.jpg'), join(folder, 'root', 'inside.jpg'));
for (const [index, name] of NAMES.entries()) {
  // A width of its own tells which file was found.
  const own = await sharp(photo)
    .resize(40 + index, 30, { fit: 'fill' })
    .png()
    .toBuffer();
  await writeFile(join(folder, 'root', name), own);
}

afterAll(async () => {
  await noir.close();
  await rm(folder, { recursive: true });
});

const get = (path: string, headers: Record<string, string> = {}) =>
  Promise.resolve(app.request(path, { headers }));
const bytesOf = async (response: Response) => Buffer.from(await response.arrayBuffer());
const codeOf = async (response: Response) => ((await response.json()) as { code: string }).code;

test('the three doors give the same bytes', async () => {
  const ops = 'blur_1.5,w_60,h_40,pos_left,linear_1.1_-5,f_webp_effort=2,q_70';
  const recipe = JSON.stringify({
    steps: [
      { op: 'blur', sigma: 1.5 },
      { op: 'resize', width: 60, height: 40, position: 'west', withoutEnlargement: true },
      { op: 'linear', a: 1.1, b: -5 },
    ],
    output: { format: 'webp', quality: 70, effort: 2 },
  });
  const form = new FormData();
  form.append('image', new Blob([new Uint8Array(photo)]), 'tom.jpg');
  form.append('recipe', recipe);
  const answers = [
    await get(`/image/${ops}/cats/tom.jpg`),
    await get(`/image/${encodeURIComponent(ops)}/cats%2Ftom.jpg`),
    await get(`/image/${ops.replaceAll(',', '&')}/cats/tom.jpg`),
    await app.request(`/process?ops=${ops}`, { method: 'POST', body: new Uint8Array(photo) }),
    await app.request('/process', { method: 'POST', body: form }),
  ];
  const library = await noir(photo)
    .blur(1.5)
    .resize(60, 40, { position: 'left', withoutEnlargement: true })
    .linear(1.1, -5)
    .webp({ quality: 70, effort: 2 })
    .toBuffer();
  for (const answer of answers) {
    expect(answer.status).toBe(200);
    expect(await bytesOf(answer)).toEqual(library);
  }
});

test.each(NAMES)('a file called %s is reachable, and it alone', async (name) => {
  const encoded = encodeURIComponent(name);
  const { width } = await sharp(await bytesOf(await get(`/image/_/${encoded}`))).metadata();
  expect(width).toBe(40 + NAMES.indexOf(name));
});

test('a name is found in the other form of Unicode as well', async () => {
  expect((await get(`/image/_/${encodeURIComponent('\u304b\u3099.jpg')}`)).status).toBe(200);
  expect((await get(`/image/_/${encodeURIComponent('\u3073.jpg')}`)).status).toBe(200);
});

test('an answer says what it is, and a client that has it gets no second one', async () => {
  const first = await get('/image/w_30,f_auto/cats/tom.jpg', { Accept: 'image/webp,*/*' });
  expect(Object.fromEntries(first.headers)).toMatchObject({
    'content-type': 'image/webp',
    'content-disposition': 'inline; filename="tom.webp"',
    'content-security-policy': "default-src 'none'; sandbox",
    'x-content-type-options': 'nosniff',
    vary: 'Accept',
  });
  const etag = first.headers.get('ETag') ?? '';
  const again = { Accept: 'image/webp,*/*', 'If-None-Match': etag };
  expect((await get('/image/w_30,f_auto/cats/tom.jpg', again)).status).toBe(304);
  expect((await get('/image/w_31,f_auto/cats/tom.jpg', again)).status).toBe(200);
  const head = await app.request('/image/w_30/cats/tom.jpg', { method: 'HEAD' });
  expect([head.status, (await bytesOf(head)).length]).toEqual([200, 0]);
});

test('short names do not enlarge, whatever the device', async () => {
  const sizeOf = async (ops: string) =>
    sharp(await bytesOf(await get(`/image/${ops}/cats/tom.jpg`))).metadata();
  expect((await sizeOf('w_100,dpr_2')).width).toBe(120);
  expect((await sizeOf('w_50,dpr_2')).width).toBe(100);
  expect((await sizeOf('w_100,dpr_2,enlarge')).width).toBe(200);
});

test('a srcset names the widths that the pictures have', async () => {
  const response = await get('/image/srcset/f_webp/cats/tom.jpg?widths=60,30,500,120,1000');
  expect(await response.json()).toMatchObject({
    src: '/image/f_webp,w_120/cats/tom.jpg',
    srcset:
      '/image/f_webp,w_30/cats/tom.jpg 30w, /image/f_webp,w_60/cats/tom.jpg 60w, /image/f_webp,w_120/cats/tom.jpg 120w',
    width: 120,
    height: 90,
  });
  const encoded = await get('/image/%73rcset/_/cats/tom.jpg?widths=30');
  expect(await encoded.json()).toMatchObject({ src: '/image/w_30/cats/tom.jpg' });
  const twice = await get('/image/srcset/_/cats/tom.jpg?widths=30&widths=60');
  expect([twice.status, await codeOf(twice)]).toEqual([400, 'invalid-parameter']);
});

test('what there is to say of a picture is JSON', async () => {
  const response = await get('/image/info/cats/tom.jpg');
  expect(await response.json()).toMatchObject({
    ...{ format: 'jpeg', size: photo.length, width: 120, height: 90, channels: 3, pages: 1 },
    dominant: expect.stringMatching(/^#[0-9a-f]{6}$/),
    blurhash: expect.stringMatching(/./),
    thumbhash: expect.stringMatching(/./),
  });
  const known = { 'If-None-Match': response.headers.get('ETag') ?? '' };
  expect((await get('/image/info/cats/tom.jpg', known)).status).toBe(304);
  expect(await (await get('/image/info/cats/tom.jpg?fields=width', known)).json()).toEqual({ width: 120 });
  for (const wrong of ['fields=with', 'fields=width&fields=height']) {
    expect((await get(`/image/info/cats/tom.jpg?${wrong}`)).status).toBe(400);
  }
  expect((await get('/image/info/nothing.jpg')).status).toBe(404);
  expect((await get('/image/info/')).status).toBe(404);
});

test('further files of a recipe come from the sources', async () => {
  const marked = await get('/image/composite_other%2Fx.jpg,f_png/cats/tom.jpg');
  const expected = await noir(photo).composite(photo).png().toBuffer();
  expect(await bytesOf(marked)).toEqual(expected);
  expect(await codeOf(await get('/image/composite_missing.png/cats/tom.jpg'))).toBe('invalid-parameter');
});

test.each([
  ['/image/w_30/../../etc/passwd', 404],
  ['/image/w_30/..%2f..%2fetc%2fpasswd', 403],
  ['/image/w_30/%2e%2e%2fsecret.jpg', 403],
  ['/image/w_30/..%5csecret.jpg', 403],
  ['/image/w_30//etc/passwd', 404],
  ['/image/w_30/%2Fetc%2Fpasswd', 404],
  ['/image/w_30/file:///etc/passwd', 404],
  ['/image/w_30/cats/tom.jpg%00.png', 403],
  ['/image/w_30/link.jpg', 403],
  ['/image/w_30/.git/config', 404],
  ['/image/w_30/cats', 404],
  ['/image/w_30/nothing.jpg', 404],
  [`/image/w_30/${'x'.repeat(300)}`, 404],
  ['/image/w_30/https://example.com/a.jpg', 403],
  ['/image/w_30', 404],
  ['/image/.git/config', 404],
  ['/image/wp-admin/setup.php', 404],
  ['/.git/config', 404],
  ['/.env', 404],
  ['/image/w_30/100%.jpg', 400],
  ['/image/w_-1/cats/tom.jpg', 400],
  ['/image/wat_1/cats/tom.jpg', 400],
])('%s is %i, and nothing of the file', async (path, status) => {
  const response = await get(path);
  expect(response.headers.get('Content-Type')).toBe('application/problem+json');
  const text = await response.text();
  expect([response.status, text.includes('root:x:')]).toEqual([status, false]);
});

test('a link inside the folder is followed', async () => {
  expect((await get('/image/w_30/inside.jpg')).status).toBe(200);
});

test('below the prefix of another app addresses and probes are the same', async () => {
  const outer = new Hono();
  outer.route('/pictures', app);
  outer.get('/pictures/own', (c) => c.text('404 Not Found', 200));
  const picture = await outer.request('/pictures/image/w_30/cats/tom.jpg');
  expect(await bytesOf(picture)).toEqual(await bytesOf(await get('/image/w_30/cats/tom.jpg')));
  const srcset = await (await outer.request('/pictures/image/srcset/_/cats/tom.jpg?widths=30')).json();
  expect(srcset).toMatchObject({ src: '/pictures/image/w_30/cats/tom.jpg' });
  const probe = await outer.request('/pictures/.git/config');
  expect([probe.status, probe.headers.get('Content-Type')]).toEqual([404, 'application/problem+json']);
  expect((await outer.request('/pictures/own')).status).toBe(200);
  expect((await outer.request('/pictures/image/w_30/cats/tom.jpg', { method: 'PUT' })).status).toBe(405);
});

test('a server without sources has no pictures', async () => {
  const response = await createApp(noir).request('/image/w_30/cats/tom.jpg');
  expect([response.status, await codeOf(response)]).toEqual([404, 'not-found']);
});
