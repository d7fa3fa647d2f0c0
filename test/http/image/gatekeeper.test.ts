import { Hono } from 'hono';
import sharp from 'sharp';
import { afterAll, expect, test } from 'vitest';
import { type AppOptions, createApp, fromApp, Signer, signedPath } from '../../../src/http/index.ts';
import { logError } from '../../../src/http/log.ts';
import { createNoir } from '../../../src/noir.ts';
import { jpeg } from '../support.ts';

const noir = await createNoir();
afterAll(() => noir.close());

const site = new Hono();
site.get('/cats/tom.jpg', (c) => c.body(jpeg as Uint8Array<ArrayBuffer>));
const key = 'k'.repeat(32);
const open = (options: AppOptions = {}) => createApp(noir, { sources: { '': fromApp(site) }, ...options });
const statusOf = async (app: ReturnType<typeof open>, path: string, init: RequestInit = {}) => {
  const response = await app.request(path, init);
  if (response.ok) return [response.status];
  return [response.status, ((await response.json()) as { code: string }).code];
};

test('with keys, an address needs a signature, in whatever spelling', async () => {
  const app = open({ signingKeys: [key] });
  const signer = new Signer([key]);
  const ops = 'w_30,f_webp';
  const address = 'cats/tom.jpg';
  const signed = signedPath(signer, { ops, address });
  const query = signed.slice(signed.indexOf('?'));
  for (const path of [ops, 'w_30&f_webp', 'w_30%2Cf_webp', 'w%5F30%2Cf%5Fwebp']) {
    expect(await statusOf(app, `/image/${path}/cats%2Ftom.jpg${query}`)).toEqual([200]);
  }
  expect(await statusOf(app, signed, { method: 'HEAD' })).toEqual([200]);
  const refused = [403, 'bad-signature'];
  const now = Math.floor(Date.now() / 1000);
  const timed = signedPath(signer, { ops, address, expires: now + 60 });
  expect(await statusOf(app, timed)).toEqual([200]);
  const texts = [
    `/image/${ops}/cats/tom.jpg`,
    `/image/${ops}/cats/tom.jpg?sig=`,
    `/image/${ops}/cats/tom.jpg?sig=unsafe`,
    `/image/f_webp,w_30/cats/tom.jpg${query}`,
    `/image/${ops}/cats/other.jpg${query}`,
    `${signed}&sig=${'A'.repeat(43)}`,
    `${signed}&exp=${now + 60}`,
    timed.replace(/exp=\d+/, `exp=${now + 61}`),
    timed.replace(/exp=/, 'exp=0'),
    timed.replace(/exp=\d+&/, ''),
    signedPath(signer, { ops, address, expires: now - 1 }),
    signedPath(new Signer(['x'.repeat(32)]), { ops, address }),
    `/image/srcset/${ops}/cats/tom.jpg${query}`,
  ];
  for (const path of texts) expect([path, ...(await statusOf(app, path))]).toEqual([path, ...refused]);
});

test.each([
  'w_30&f_webp',
  'w_30,b_%23ff0000',
  'w_30,b_#ff0000',
  'w_30%2Cf_webp',
  'text_a%5Fb',
  'text_a b',
  'text_50% of it?',
  'text_50%25',
  'text_a%2Fb',
  'text_猫',
  '_',
  '',
])('an address that is signed with the ops %s is taken', async (ops) => {
  const app = open({ signingKeys: [key] });
  const signed = signedPath(new Signer([key]), { ops, address: 'cats/tom.jpg' });
  expect(await statusOf(app, signed)).toEqual([200]);
  expect(new URL(signed, 'http://localhost').href).toBe(`http://localhost${signed}`);
});

test('nobody may keep a picture for longer than its address lasts', async () => {
  const app = open({ signingKeys: [key], ages: { usual: 3600, staleWhileRevalidate: 60 } });
  const signer = new Signer([key]);
  const signed = { ops: 'w_30', address: 'cats/tom.jpg' };
  const now = Math.floor(Date.now() / 1000);
  const lifeOf = async (path: string) => {
    const lives = (await app.request(path)).headers.get('Cache-Control') ?? '';
    return /^public, max-age=(\d+)(, stale-while-revalidate=60)?$/.exec(lives)?.slice(1) ?? [lives];
  };
  expect(await lifeOf(signedPath(signer, signed))).toEqual(['3600', ', stale-while-revalidate=60']);
  const info = signer.sign({ route: 'info', ops: '', address: 'cats/tom.jpg', expires: now + 100 });
  for (const path of [
    signedPath(signer, { ...signed, expires: now + 100 }),
    `/image/info/cats/tom.jpg?exp=${now + 100}&sig=${info}`,
  ]) {
    const [life, stale] = await lifeOf(path);
    expect(Number(life)).toBeLessThanOrEqual(100);
    expect(Number(life)).toBeGreaterThan(0);
    expect(stale).toBeUndefined();
  }
});

test('a signed srcset signs the pictures in it, and its widths belong to the signature', async () => {
  const app = open({ signingKeys: [key] });
  const expires = Math.floor(Date.now() / 1000) + 60;
  const signed = { route: 'srcset?widths=10,20', ops: 'f_webp', address: 'cats/tom.jpg', expires };
  const query = `widths=10,20&exp=${expires}&sig=${new Signer([key]).sign(signed)}`;
  const response = await app.request(`/image/srcset/f_webp/cats/tom.jpg?${query}`);
  const { candidates } = (await response.json()) as { candidates: { url: string; width: number }[] };
  expect(candidates.map(({ width }) => width)).toEqual([10, 20]);
  for (const { url, width } of candidates) {
    expect(url).toContain(`exp=${expires}`);
    const picture = await app.request(url);
    expect((await sharp(Buffer.from(await picture.arrayBuffer())).metadata()).width).toBe(width);
  }
  const other = query.replace('10,20', '10,21');
  expect(await statusOf(app, `/image/srcset/f_webp/cats/tom.jpg?${other}`)).toEqual([403, 'bad-signature']);
});

test('logs of the server’s own faults hold no signature', async () => {
  const lines: string[] = [];
  const write = process.stderr.write;
  process.stderr.write = (line) => lines.push(String(line)) > 0;
  try {
    const broken = { description: 'broken', get: () => Promise.reject(new Error('on purpose')) };
    const app = open({ signingKeys: [key], sources: { '': broken }, onError: logError });
    const path = signedPath(new Signer([key]), { ops: '_', address: 'a.jpg' });
    expect(await statusOf(app, path)).toEqual([500, 'internal-error']);
    expect(lines.join()).toContain('on purpose');
    expect(lines.join()).not.toContain(path.slice(-43));
  } finally {
    process.stderr.write = write;
  }
});

test('presets stand for recipes, alone or among other steps', async () => {
  const presets = { thumb: 'w_20,h_20,f_webp' };
  const app = open({ presets });
  const bytesOf = async (path: string) => Buffer.from(await (await app.request(path)).arrayBuffer());
  const expected = await bytesOf('/image/w_20,h_20,f_webp/cats/tom.jpg');
  expect(await bytesOf('/image/thumb/cats/tom.jpg')).toEqual(expected);
  expect(await bytesOf('/image/thumb,negate/cats/tom.jpg')).not.toEqual(expected);
  const strict = open({ presets, presetsOnly: true });
  expect(await statusOf(strict, '/image/thumb/cats/tom.jpg')).toEqual([200]);
  for (const ops of ['_', 'w_20', 'thumb,negate', 'thumb,thumb', 'other']) {
    expect(await statusOf(strict, `/image/${ops}/cats/tom.jpg`)).toEqual([403, 'recipe-forbidden']);
  }
  for (const wrong of [
    { presets: { blur: 'w_20' } },
    { presets: { a_b: 'w_20' } },
    { presets: { a: 'wat' } },
  ]) {
    expect(() => open(wrong)).toThrow();
  }
  expect(() => open({ presetsOnly: true })).toThrow('no presets');
});

test('sizes can be limited to a list', async () => {
  const app = open({ sizes: [10, 20] });
  for (const ops of ['w_10', 'w_20,h_10', 'w_10,dpr_2', 'negate', '_']) {
    expect(await statusOf(app, `/image/${ops}/cats/tom.jpg`)).toEqual([200]);
  }
  for (const ops of ['w_11', 'w_10,h_11', 'w_20,dpr_2', 'w_50p', 'resize_30', 'w_10,resize_12']) {
    expect(await statusOf(app, `/image/${ops}/cats/tom.jpg`)).toEqual([403, 'recipe-forbidden']);
  }
  const srcset = await app.request('/image/srcset/_/cats/tom.jpg');
  expect(((await srcset.json()) as { candidates: unknown[] }).candidates).toHaveLength(2);
});

test('with a list of sizes, other steps that set a size are for presets', async () => {
  const app = open({ sizes: [10, 20], presets: { tile: 'extract_0_0_7_7', narrow: 'w_5,f_webp' } });
  for (const ops of [
    'rotate_90',
    'w_10,flip,flop',
    'trim',
    'blur_2',
    'tile',
    'narrow',
    'extract_0_0_7_7',
    'text_hi',
  ]) {
    expect([ops, ...(await statusOf(app, `/image/${ops}/cats/tom.jpg`))]).toEqual([ops, 200]);
  }
  const others = [
    'extract_0_0_8_8',
    'extend_1',
    'border_1',
    'rotate_12',
    'affine_1:0.1:0:1',
    'extract_0_0_9999_9999',
  ];
  for (const ops of [...others, 'tile,extend_2', 'w_6', 'w_10,extract_0_0_3_3']) {
    expect([ops, ...(await statusOf(app, `/image/${ops}/cats/tom.jpg`))]).toEqual([
      ops,
      403,
      'recipe-forbidden',
    ]);
  }
});

test('sending pictures can need a key', async () => {
  const app = open({ keys: [key, 'old'.repeat(11)] });
  const send = (authorization?: string) => ({
    method: 'POST',
    body: new Uint8Array(jpeg),
    ...(authorization && { headers: { Authorization: authorization } }),
  });
  for (const path of ['/gray', '/process?ops=negate']) {
    for (const wrong of [
      undefined,
      'Bearer',
      `Bearer ${key}x`,
      `Basic ${key}`,
      key,
      `Bearer ${key.toUpperCase()}`,
    ]) {
      const response = await app.request(path, send(wrong));
      expect([response.status, response.headers.get('WWW-Authenticate')]).toEqual([401, 'Bearer']);
    }
    expect(await statusOf(app, path, send(`Bearer ${key}`))).toEqual([200]);
    expect(await statusOf(app, path, send(`bearer ${'old'.repeat(11)}`))).toEqual([200]);
  }
  expect(await statusOf(app, '/image/w_10/cats/tom.jpg')).toEqual([200]);
  expect(await statusOf(app, '/health')).toEqual([200]);
  expect(() => open({ keys: ['short'] })).toThrow('at least');
});

test('pages of listed origins may read answers, errors too', async () => {
  const app = open({ origins: ['https://shop.example'] });
  const ask = (path: string, origin: string, init: RequestInit = {}) =>
    app.request(path, { ...init, headers: { ...init.headers, Origin: origin } });
  for (const path of ['/image/w_10/cats/tom.jpg', '/image/w_10/nothing.jpg', '/nowhere', '/ops']) {
    const { headers } = await ask(path, 'https://shop.example');
    expect(headers.get('Access-Control-Allow-Origin')).toBe('https://shop.example');
    expect(headers.get('Timing-Allow-Origin')).toBe('https://shop.example');
    expect(headers.get('Access-Control-Expose-Headers')).toContain('X-Noir-Backend');
    expect(headers.get('Vary')).toContain('Origin');
    const stranger = await ask(path, 'https://evil.example');
    expect(stranger.headers.get('Access-Control-Allow-Origin')).toBeNull();
    expect(stranger.headers.get('Timing-Allow-Origin')).toBeNull();
  }
  const headers = {
    'Access-Control-Request-Method': 'POST',
    'Access-Control-Request-Headers': 'authorization,traceparent',
  };
  const preflight = await ask('/process', 'https://shop.example', { method: 'OPTIONS', headers });
  expect(preflight.status).toBe(204);
  expect(preflight.headers.get('Access-Control-Allow-Methods')).toContain('POST');
  expect(preflight.headers.get('Access-Control-Allow-Headers')).toMatch(/Authorization.*traceparent/);
  const any = await open({ origins: ['*'] }).request('/image/w_10/cats/tom.jpg');
  expect(any.headers.get('Access-Control-Allow-Origin')).toBe('*');
  expect((await open().request('/ops', { headers: { Origin: 'https://x' } })).headers.has('Vary')).toBe(
    false,
  );
});
