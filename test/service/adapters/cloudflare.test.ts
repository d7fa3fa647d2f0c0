import { describe, expect, it } from 'vitest';
import { readHints } from '../../../src/http/image/hints.ts';
import { cloudflare } from '../../../src/service/adapters/cloudflare.ts';
import { outcomeOf } from './work.ts';

const BROWSER = 'image/avif,image/webp,*/*';

it.each([
  ['width=300', 'jpeg 300x200'],
  ['w=300,h=300', 'jpeg 300x200'],
  ['width=300,height=300,fit=scale-down', 'jpeg 300x200'],
  // Never larger, unless the fit says so.
  ['width=1000', 'jpeg 768x512'],
  ['width=1536,fit=contain', 'jpeg 1536x1024'],
  ['width=1000,height=1000,fit=contain', 'jpeg 1000x667'],
  ['width=1000,height=1000,fit=cover', 'jpeg 1000x1000'],
  ['width=1000,height=100,fit=crop', 'jpeg 768x100'],
  ['width=1000,height=1000,fit=crop', 'jpeg 768x512'],
  ['width=1000,height=1000,fit=aspect-crop', 'jpeg 512x512'],
  ['width=300,height=300,fit=pad,background=red', 'jpeg 300x300'],
  ['background=rgb%28240%2C40%2C145%29,fit=pad,width=30,height=30', 'jpeg 30x30'],
  ['background=rgb(240,40,145,width=30', 'invalid-parameter'],
  ['width=300,height=300,fit=squeeze', 'jpeg 300x300'],
  ['width=300,height=300,fit=scale-up', 'jpeg 768x512'],
  ['width=1536,height=1536,fit=scale-up', 'jpeg 1536x1024'],
  ['width=100,dpr=2', 'jpeg 200x133'],
  ['width=auto', 'jpeg 768x512'],
  ['width=100,rotate=90', 'jpeg 100x150'],
  ['trim=10;20;30;40', 'jpeg 708x472'],
  ['trim=0.25;0;0.25;0.5', 'jpeg 384x256'],
  ['trim.left=0.25,trim.top=12', 'jpeg 576x500'],
  ['trim.width=100,trim.height=200,trim.left=700', 'jpeg 68x200'],
  ['trim=1;2;3', 'invalid-request'],
  ['trim=0.5;0;0.5;0', 'invalid-request'],
  ['gamma=0,width=60', 'jpeg 60x40'],
  ['width=60,format=webp,quality=100', 'webp 60x40'],
  ['width=100,format=webp', 'webp 100x67'],
  ['width=100,format=auto', 'avif 100x67'],
  ['width=100,f=baseline-jpeg,q=low', 'jpeg 100x67'],
  ['width=100,quality=medium-high,metadata=none,compression=fast', 'jpeg 100x67'],
  ['width=60,blur=20,sharpen=1,brightness=1.1,contrast=0.9,gamma=1.2,saturation=0.5', 'jpeg 60x40'],
  ['width=60,flip=hv,gravity=0.2x0.8', 'jpeg 60x40'],
  ['width=60,height=60,fit=cover,gravity=auto,onerror=redirect,upscale=interpolate', 'jpeg 60x60'],
  // What Noir has not got, and what nobody has.
  ['width=60,gravity=face', 'invalid-request'],
  ['segment=foreground', 'invalid-request'],
  ['upscale=generate', 'invalid-request'],
  ['format=json', 'invalid-request'],
  ['width=0', 'invalid-request'],
  ['wdth=100', 'invalid-request'],
  ['constructor=100', 'invalid-request'],
  ['quality=constructor', 'invalid-request'],
  ['fit=stretch,width=5', 'invalid-request'],
])('%s gives %s', async (options, expected) => {
  expect(await outcomeOf(cloudflare(), `/${options}/k.jpg`, BROWSER)).toBe(expected);
});

it.each([
  ['width=30/https://example.com/a.jpg', 'no https://example.com/a.jpg'],
  ['width=30/https:/example.com/a.jpg', 'no https://example.com/a.jpg'],
  ['width%3D30%2Cformat%3Dwebp/k.jpg', 'webp 30x20'],
  ['fit%3Dpad%2Cbackground%3Drgb%28240%2C40%2C145%29%2Cwidth%3D30%2Cheight%3D30/k.jpg', 'jpeg 30x30'],
  ['width=30//k.jpg', 'jpeg 30x20'],
  ['width=30,anim=false/a.gif', 'gif 30x20'],
  ['width=30/a.gif', 'gif 30x20 3 frames'],
  ['width=30', 'invalid-request'],
])('%s gives %s', async (path, expected) => {
  expect(await outcomeOf(cloudflare(), `/${path}`)).toBe(expected);
});

it('sends to the picture itself on failure, where the address says so', () => {
  const query = new URLSearchParams();
  const read = (path: string) => cloudflare().read({ path, query, accept: undefined }).redirectsOnError;
  expect([read('width=30,onerror=redirect/k.jpg'), read('width=30/k.jpg')]).toEqual([true, undefined]);
});

describe('with client hints', () => {
  it.each<[string, Record<string, string>, string]>([
    ['width=auto', { 'Sec-CH-Viewport-Width': '300' }, 'jpeg 320x213'],
    ['width=auto', { 'Viewport-Width': '160', DPR: '2' }, 'jpeg 320x213'],
    ['w=auto,dpr=2', { 'Sec-CH-Viewport-Width': '200' }, 'jpeg 320x213'],
    ['width=auto', { 'Sec-CH-Viewport-Width': '2000' }, 'jpeg 768x512'],
    ['width=auto,wbreakpoints=500;100', { 'Sec-CH-Viewport-Width': '90' }, 'jpeg 100x67'],
    ['width=auto,wmobile=60', { 'Sec-CH-UA-Mobile': '?1' }, 'jpeg 60x40'],
    ['width=auto,wdesktop=90,wmobile=60', {}, 'jpeg 90x60'],
    ['width=auto,wbreakpoints=wide', { 'Sec-CH-Viewport-Width': '90' }, 'invalid-request'],
    // They do not touch what the address says.
    ['width=100', { DPR: '2', Width: '300' }, 'jpeg 100x67'],
  ])('%s of %j gives %s', async (options, hints, expected) => {
    expect(await outcomeOf(cloudflare(), `/${options}/k.jpg`, BROWSER, hints)).toBe(expected);
  });

  it.each([
    [{ 'Save-Data': 'on' }, 30],
    [{ ECT: '3g' }, 30],
    [{ RTT: '200' }, 30],
    [{ Downlink: '1.5' }, 30],
    [{ ECT: '4g', RTT: '100', Downlink: '10' }, 70],
    [{}, 70],
  ])('%j has quality %i', (headers, quality) => {
    const hints = readHints(new Headers(headers as Record<string, string>));
    const query = new URLSearchParams();
    const read = (path: string) => cloudflare().read({ path, query, accept: undefined, hints });
    const picture = { format: 'jpeg', width: 9, height: 9, alpha: false, animated: false } as const;
    const adapted = read('q=70,slow-connection-quality=30/k.jpg');
    expect(adapted.recipeFor(picture)).toMatchObject({ output: { quality } });
    expect(adapted.vary).toEqual(['Save-Data', 'ECT', 'RTT', 'Downlink']);
    expect(read('q=70,width=5/k.jpg').vary).toEqual([]);
  });
});
