// Addresses that unpic builds for other image servers.

import { transformUrl } from 'unpic';
import { expect, it } from 'vitest';
import { cloudflare } from '../../../src/service/adapters/cloudflare.ts';
import { ipx } from '../../../src/service/adapters/ipx.ts';
import { nextImage } from '../../../src/service/adapters/next-image.ts';
import { outcomeOf } from './work.ts';

const BROWSER = 'image/avif,image/webp,*/*';

const ADAPTERS = {
  ipx: { place: '/_ipx', adapter: ipx() },
  cloudflare: { place: '/cdn-cgi/image', adapter: cloudflare() },
  nextjs: { place: '', adapter: nextImage({ qualities: [60, 75] }) },
};

it.each([
  ['ipx', { width: 300 }, 'avif 300x200'],
  ['ipx', { width: 300, height: 100, format: 'webp' }, 'webp 300x100'],
  ['ipx', { width: 64, quality: 60, format: 'jpeg' }, 'jpeg 64x43'],
  ['cloudflare', { width: 300 }, 'avif 300x200'],
  ['cloudflare', { width: 300, height: 100, format: 'webp', quality: 60 }, 'webp 300x100'],
  ['cloudflare', { width: 64, format: 'jpg' }, 'jpeg 64x43'],
  ['nextjs', { width: 640 }, 'webp 640x427'],
  ['nextjs', { width: 64, quality: 60 }, 'webp 64x43'],
] as const)('%s with %j gives %s', async (provider, operations, expected) => {
  const { place, adapter } = ADAPTERS[provider];
  const url = transformUrl({ url: '/k.jpg', provider, ...operations }) ?? '';
  expect(url.startsWith(place)).toBe(true);
  expect(await outcomeOf(adapter, url.slice(place.length), BROWSER)).toBe(expected);
});
