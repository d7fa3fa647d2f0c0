import { createHmac } from 'node:crypto';
import { expect, it } from 'vitest';
import { imgproxy } from '../../../src/service/adapters/imgproxy.ts';
import { outcomeOf } from './work.ts';

it.each([
  ['rs:fit:300:300', 'jpeg 300x200'],
  ['rs:fill:300:300', 'jpeg 300x300'],
  ['rs:fill:1000:100', 'jpeg 768x100'],
  ['rs:fill:1000:100:1', 'jpeg 1000x100'],
  ['rs:fill-down:1000:1000', 'jpeg 512x512'],
  ['rs:force:300:300', 'jpeg 300x300'],
  ['rs:auto:300:100', 'jpeg 300x100'],
  ['rs:auto:100:300', 'jpeg 100x67'],
  ['s:1000', 'jpeg 768x512'],
  ['w:1000/el:1', 'jpeg 1000x667'],
  ['rs:fit:300:0', 'jpeg 300x200'],
  ['w:0/h:256', 'jpeg 384x256'],
  ['s:100:100/dpr:2', 'jpeg 200x133'],
  ['s:100:100/z:1.5', 'jpeg 150x100'],
  // As imgproxy's documentation warns, the result is cut to the width and height.
  ['rs:fit:300:300/mh:300/el:1', 'jpeg 300x300'],
  ['w:100/mh:300', 'jpeg 100x300'],
  ['mw:300', 'jpeg 768x512'],
  ['mw:1000', 'jpeg 1000x667'],
  ['z:0.5', 'jpeg 384x256'],
  ['z:0.5:0.25', 'jpeg 384x128'],
  ['z:2', 'jpeg 768x512'],
  ['z:2/el:1', 'jpeg 1536x1024'],
  ['dpr:2/el:1', 'jpeg 1536x1024'],
  ['rs:force:300:100/z:0.5:2', 'jpeg 150x200'],
  ['rs:fit:300:300/z:1:0.5', 'jpeg 300x100'],
  // A density that the picture has no pixels for leaves the proportions of the area.
  ['rs:fill:500:250/dpr:2', 'jpeg 768x384'],
  ['rs:fill:500:250/dpr:2/el:1', 'jpeg 1000x500'],
  ['rs:fit:500:500/dpr:3', 'jpeg 768x512'],
  ['w:500/dpr:2/pd:100', 'jpeg 1076x820'],
  ['rs:fit:1000:1000/ex:1', 'jpeg 1000x1000'],
  ['rs:fit:1000:1000/ex:1/dpr:2', 'jpeg 1000x1000'],
  ['w:1000/ex:1', 'jpeg 1000x512'],
  ['rs:fill-down:1000:500', 'jpeg 768x384'],
  ['rs:fill:300:300/t:10', 'jpeg 300x300'],
  ['rs:fit:300:300/t:10', 'jpeg 300x200'],
  ['rs:fit:300:300/ex:1', 'jpeg 300x300'],
  ['rs:fit:300:300:0:1:no', 'jpeg 300x300'],
  ['rt:fill/w:50/h:50/g:sm', 'jpeg 50x50'],
  ['rt:fill/w:50/h:50/g:fp:0.2:0.9', 'jpeg 50x50'],
  ['c:200:100', 'jpeg 200x100'],
  ['c:0.5:0:nowe/w:100', 'jpeg 100x133'],
  ['w:100/rot:90', 'jpeg 100x150'],
  ['w:100/pd:10:20', 'jpeg 140x87'],
  ['w:60/bl:2/sh:1/pix:4/bg:255:0:0/t:10', 'jpeg 60x40'],
  ['w:60/ar:1/sm:1/kcr/scp:1/eth:0/cb:42', 'not-found'],
  ['w:60/ar:1/sm:1/scp:1/eth:0/cb:42', 'jpeg 60x40'],
  ['w:60/f:png', 'png 60x40'],
  ['t:10:ff', 'not-found'],
  ['t:10::1', 'not-found'],
  ['w:60/q:50/fq:jpeg:60:webp:70', 'jpeg 60x40'],
  ['w:60/exp:4000000000/fn:cat/att:1', 'jpeg 60x40'],
  ['w:60/fn:%FF', 'not-found'],
  ['w:60/exp:1000', 'not-found'],
  ['w:60/fn:%zz', 'not-found'],
  ['skp:jpg:png', 'original'],
  ['raw:1', 'original'],
  ['pr:thumb', 'jpeg 40x40'],
  ['pr:nested/w:30', 'jpeg 30x40'],
  ['pr:other', 'not-found'],
  ['autoquality:dssim', 'not-found'],
  ['w:-3', 'invalid-request'],
])('%s gives %s', async (options, expected) => {
  const presets = { thumb: 'rs:fill:40:40', nested: 'pr:thumb/q:70' };
  expect(await outcomeOf(imgproxy({ presets }), `/unsafe/${options}/plain/k.jpg`)).toBe(expected);
});

it('trims the colour that is given', () => {
  const picture = { width: 60, height: 40, format: 'jpeg', alpha: false, animated: false } as const;
  const stepsOf = (options: string) => {
    const path = `unsafe/${options}/plain/k.jpg`;
    const draft = imgproxy()
      .read({ path, query: new URLSearchParams(), accept: undefined })
      .recipeFor(picture);
    return draft === 'original' ? draft : draft.steps;
  };
  expect(stepsOf('t:20:ff0000')).toEqual([{ op: 'trim', threshold: 20, background: 'ff0000' }]);
  expect(stepsOf('trim:20::0:0')).toEqual([{ op: 'trim', threshold: 20, background: undefined }]);
});

const base64 = (text: string) => Buffer.from(text).toString('base64url');

it.each([
  ['w:60/plain/k.jpg@webp', 'webp 60x40'],
  ['w:60/plain/local:///k.jpg@png', 'png 60x40'],
  ['plain/k.jpg', 'jpeg 768x512'],
  ['w:60/plain/https:/example.com/a%2520b.jpg%40x', 'no https://example.com/a%20b.jpg@x'],
  ['w:60/plain/local:/k.jpg@png', 'png 60x40'],
  [`w:60/${base64('k.jpg')}.webp`, 'webp 60x40'],
  [
    `w:60/${base64('https://example.com/picture').slice(0, 9)}/${base64('https://example.com/picture').slice(9)}`,
    'no https://example.com/picture',
  ],
  ['w:60/plain/alpha.png@jpg', 'jpeg 60x40'],
  ['w:60/plain/a.gif', 'gif 60x40 3 frames'],
  ['w:60/plain/k.jpg@bmp', 'not-found'],
  ['w:60/plain/k.jpg@png@webp', 'not-found'],
  ['w:60/!!!', 'not-found'],
  ['w:60', 'not-found'],
])('%s gives %s', async (path, expected) => {
  expect(await outcomeOf(imgproxy(), `/unsafe/${path}`)).toBe(expected);
});

it('checks signatures as imgproxy makes them', async () => {
  const [key, salt] = [Buffer.from('secret'), Buffer.from('hello')];
  const hex = { key: key.toString('hex'), salt: salt.toString('hex') };
  // The example of imgproxy's own documentation.
  const path = '/rs:fill:300:400:0/g:sm/aHR0cDovL2V4YW1w/bGUuY29tL2ltYWdl/cy9jdXJpb3NpdHku/anBn.png';
  const digest = createHmac('sha256', key).update(salt).update(path).digest();
  expect(digest.toString('base64url')).toBe('oKfUtW34Dvo2BGQehJFR4Nr0_rIjOtdtzJ3QFsUcXH8');
  const signed = imgproxy({ key: hex });
  expect(await outcomeOf(signed, `/${digest.toString('base64url')}${path}`)).toBe(
    'no http://example.com/images/curiosity.jpg',
  );
  expect(await outcomeOf(signed, `/unsafe${path}`)).toBe('bad-signature');
  expect(await outcomeOf(signed, `/${digest.toString('base64url')}${path.replace('300', '301')}`)).toBe(
    'bad-signature',
  );
  const short = imgproxy({ key: { ...hex, signatureSize: 8 } });
  expect(await outcomeOf(short, `/${digest.subarray(0, 8).toString('base64url')}${path}`)).toMatch(/^no /);
});

it('takes the signatures of several keys, as while they are replaced', async () => {
  const keys = ['aa', 'bb'].map((key) => ({ key, salt: '00' }));
  const sign = (key: string) =>
    createHmac('sha256', Buffer.from(key, 'hex'))
      .update(Buffer.from('00', 'hex'))
      .update('/w:60/plain/k.jpg');
  for (const [key, expected] of [
    ['aa', 'jpeg 60x40'],
    ['bb', 'jpeg 60x40'],
    ['cc', 'bad-signature'],
  ] as const) {
    const url = `/${sign(key).digest('base64url')}/w:60/plain/k.jpg`;
    expect([key, await outcomeOf(imgproxy({ key: keys }), url)]).toEqual([key, expected]);
  }
});

it('applies the preset with the name default to every address', async () => {
  const adapter = imgproxy({ presets: { default: 'w:60/f:png' } });
  expect(await outcomeOf(adapter, '/unsafe/plain/k.jpg')).toBe('png 60x40');
  expect(await outcomeOf(adapter, '/unsafe/w:30/plain/k.jpg@webp')).toBe('webp 30x20');
});

it.each([
  ['w:60/plain/k.jpg', 'image/avif,image/webp,*/*', 'avif 60x40'],
  ['w:60/plain/k.jpg', 'image/webp', 'webp 60x40'],
  ['w:60/plain/k.jpg', '*/*', 'jpeg 60x40'],
  ['w:60/plain/k.jpg', undefined, 'jpeg 60x40'],
  ['w:60/plain/k.jpg@png', 'image/avif,image/webp', 'webp 60x40'],
  ['w:60/plain/a.gif', 'image/avif,image/webp', 'webp 60x40 3 frames'],
])('with newer formats, %s for Accept: %s is %s', async (path, accept, expected) => {
  const adapter = imgproxy({ autoFormats: ['avif'], enforcedFormats: ['webp'] });
  const plain = imgproxy({ autoFormats: ['webp', 'avif'] });
  const chosen = path.includes('@') ? adapter : plain;
  expect(await outcomeOf(chosen, `/unsafe/${path}`, accept)).toBe(expected);
});

it.each([
  ['https://example.com/a.jpg', 'https:/example.com/a.jpg', 'no https://example.com/a.jpg'],
  ['local:///k.jpg', 'local:/k.jpg', 'jpeg 60x40'],
  ['s3://bucket/a.jpg', 's3:/bucket/a.jpg', 'no bucket/a.jpg'],
])('takes the signature of %s when a proxy merged its slashes', async (signed, sent, expected) => {
  const [key, salt] = [Buffer.from('secret'), Buffer.from('hello')];
  const digest = createHmac('sha256', key).update(salt).update(`/w:60/plain/${signed}`).digest('base64url');
  const adapter = imgproxy({ key: { key: key.toString('hex'), salt: salt.toString('hex') } });
  expect(await outcomeOf(adapter, `/${digest}/w:60/plain/${sent}`)).toBe(expected);
});

it.each([
  ['', { 'Sec-CH-Width': '100' }, 'jpeg 100x67'],
  ['', { 'Sec-CH-Width': '100', 'Sec-CH-DPR': '2' }, 'jpeg 100x67'],
  ['', { DPR: '2' }, 'jpeg 768x512'],
  ['w:100', { DPR: '2' }, 'jpeg 200x133'],
  ['h:100/pd:5', { DPR: '2' }, 'jpeg 320x220'],
  ['rs:fill::50', { Width: '100' }, 'jpeg 100x50'],
  // The address goes before the hints.
  ['w:150/dpr:3', { Width: '100', DPR: '2' }, 'jpeg 450x300'],
  ['dpr:3', { Width: '100', DPR: '2' }, 'jpeg 150x100'],
  ['w:60', { Width: 'wide', DPR: '-1' }, 'jpeg 60x40'],
] as const)('%s with %j gives %s', async (options, hints, expected) => {
  const url = ['/unsafe', ...(options ? [options] : []), 'plain/k.jpg'].join('/');
  expect(await outcomeOf(imgproxy(), url, undefined, hints as Record<string, string>)).toBe(expected);
});

it.each([
  // Each of the first five would leave addresses without a signature that counts.
  [{ keys: { key: 'aa', salt: 'bb' } }, 'unrecognized key: "keys"'],
  [{ key: { key: 'secret', salt: 'bb' } }, 'options.key.0.key of imgproxy: expected hexadecimal digits'],
  [{ key: { key: '', salt: 'bb' } }, 'expected hexadecimal digits'],
  [{ key: { key: 'aa', salt: 'bb', signatureSize: 0 } }, 'options.key.0.signatureSize'],
  [{ key: { key: 'aa' } }, 'options.key.0.salt'],
  [{ autoFormats: ['jpg'] }, 'expected avif or webp'],
  [{ presets: 'thumb=w:10' }, 'expected { name: options }'],
  [{ presets: { thumb: 'w:10', old: 'kcr' } }, 'options.presets of imgproxy: old: There is no option kcr'],
  [{ presets: { thumb: 'pr:other' } }, 'thumb: There is no preset other'],
  [{ presets: { endless: 'pr:endless' } }, 'endless: Too many presets within each other'],
])('refuses the settings %j', (settings, message) => {
  expect(() => imgproxy(settings as never)).toThrow(message);
});
