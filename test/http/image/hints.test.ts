// Client hints fill in what addresses leave open, and the answers say what they depend on.
import sharp from 'sharp';
import { afterAll, expect, test } from 'vitest';
import { applyHints } from '../../../src/http/image/hints.ts';
import { createApp, type PictureSource, Signer, signedPath } from '../../../src/http/index.ts';
import { createNoir } from '../../../src/noir.ts';

const noir = await createNoir({ backends: ['cpu'] });
afterAll(() => noir.close());
const noise = { type: 'gaussian', mean: 128, sigma: 30 } as const;
const bytes = await sharp({ create: { width: 400, height: 300, channels: 3, background: 'white', noise } })
  .png()
  .toBuffer();
const source: PictureSource = { description: 'one picture', get: async () => ({ kind: 'file', bytes }) };
const sources = { '': source };
const app = createApp(noir, { sources, clientHints: true });

test.each([
  ['w_100', { 'Sec-CH-DPR': '2' }, 'w_100,dpr_2', 'Sec-CH-DPR, DPR, Save-Data'],
  ['w_100', { DPR: '1.3' }, 'w_100,dpr_1.5', 'Sec-CH-DPR, DPR, Save-Data'],
  ['w_100', { DPR: '9' }, 'w_100,dpr_4', 'Sec-CH-DPR, DPR, Save-Data'],
  ['w_100', { DPR: '0.5' }, 'w_100', 'Sec-CH-DPR, DPR, Save-Data'],
  ['w_100', { DPR: '2;3' }, 'w_100', 'Sec-CH-DPR, DPR, Save-Data'],
  ['s_100x50', { DPR: '2', 'Save-Data': 'on' }, 's_100x50', 'Sec-CH-DPR, DPR, Save-Data'],
  ['w_100,dpr_3', { DPR: '2' }, 'w_100,dpr_3', ''],
  ['w_auto', { 'Sec-CH-Width': '340', DPR: '2' }, 'w_400', 'Sec-CH-Width, Width'],
  ['w_auto,dpr_2', { Width: '100' }, 'w_100', 'Sec-CH-Width, Width'],
  ['w_auto', {}, '', 'Sec-CH-Width, Width'],
  ['w_auto,h_50', { DPR: '2' }, 'h_50,dpr_2', 'Sec-CH-Width, Width, Sec-CH-DPR, DPR, Save-Data'],
  ['blur_2,f_auto', { 'Save-Data': 'on' }, 'blur_2,f_auto,q_50', 'Save-Data'],
  ['f_auto,q_90', { 'Save-Data': 'on' }, 'f_auto,q_90', ''],
  ['f_webp', { 'Save-Data': 'on' }, 'f_webp', ''],
  ['resize_100', { DPR: '2' }, 'resize_100', ''],
] as const)('%s with %j is %s', (text, headers, ops, vary) => {
  const hinted = applyHints(text, new Headers(headers as Record<string, string>));
  expect([hinted.ops, hinted.vary.join(', ')]).toEqual([ops, vary]);
});

test('a width becomes one of the listed sizes', () => {
  const widths = ['90', '200', '5000'].map(
    (width) => applyHints('w_auto', new Headers({ Width: width }), [320, 100, 640]).ops,
  );
  expect(widths).toEqual(['w_100', 'w_320', 'w_640']);
});

const widthOf = async (response: Response) => (await sharp(await response.arrayBuffer()).metadata()).width;

test('an answer is as the hints say, and names them', async () => {
  const response = await app.request('/image/w_100,f_auto/a.png', {
    headers: { Accept: 'image/webp', 'Sec-CH-DPR': '2' },
  });
  expect(response.headers.get('Vary')).toBe('Accept, Sec-CH-DPR, DPR, Save-Data');
  expect(response.headers.get('Accept-CH')).toBe('Sec-CH-DPR, Sec-CH-Width, DPR, Width');
  expect(await widthOf(response)).toBe(200);
  expect(await widthOf(await app.request('/image/w_auto/a.png', { headers: { Width: '120' } }))).toBe(200);
  expect(await widthOf(await app.request('/image/w_auto/a.png'))).toBe(400);
  const headers = { Accept: 'image/webp', 'Save-Data': 'on' };
  const [saved, usual] = await Promise.all([
    app.request('/image/w_100,f_auto/a.png', { headers }),
    app.request('/image/w_100,f_auto/a.png', { headers: { Accept: 'image/webp' } }),
  ]);
  expect((await saved.arrayBuffer()).byteLength).toBeLessThan((await usual.arrayBuffer()).byteLength);
});

test('signatures, presets and sizes hold as the address is written', async () => {
  const key = '0123456789abcdef0123456789abcdef';
  const signed = createApp(noir, { sources, clientHints: true, signingKeys: [key] });
  const address = signedPath(new Signer([key]), { ops: 'w_auto', address: 'a.png' });
  expect(await widthOf(await signed.request(address, { headers: { Width: '100' } }))).toBe(100);
  const presets = { thumb: 'w_50' };
  const preset = createApp(noir, { sources, clientHints: true, presets, presetsOnly: true });
  expect(await widthOf(await preset.request('/image/thumb/a.png', { headers: { DPR: '2' } }))).toBe(100);
  const sized = createApp(noir, { sources, clientHints: true, sizes: [50, 100] });
  const widths = ['w_50', 'w_100', 'w_auto'].map(async (ops) =>
    widthOf(await sized.request(`/image/${ops}/a.png`, { headers: { DPR: '2', Width: '60' } })),
  );
  expect(await Promise.all(widths)).toEqual([100, 100, 100]);
});

test('unless they are switched on, hints change nothing', async () => {
  const plain = createApp(noir, { sources });
  const response = await plain.request('/image/w_100/a.png', { headers: { DPR: '2' } });
  expect([await widthOf(response), response.headers.get('Vary')]).toEqual([100, null]);
  expect((await plain.request('/image/w_auto/a.png')).status).toBe(400);
});
