// Addresses that `@nuxt/image` builds for imgproxy, with a signature, and for Cloudflare Images.
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { cloudflare } from '../../../src/service/adapters/cloudflare.ts';
import { imgproxy } from '../../../src/service/adapters/imgproxy.ts';
import { outcomeOf } from './work.ts';

/** Written by `npm run check:urls -- --write`. */
const built: { provider: keyof typeof ADAPTERS; url: string; gives: string }[] = JSON.parse(
  readFileSync(new URL('../../fixtures/urls/nuxt-others.json', import.meta.url), 'utf8'),
);

const ADAPTERS = {
  imgproxy: { place: '/imgproxy', adapter: imgproxy({ key: { key: 'c0ffee', salt: 'decade' } }) },
  cloudflare: { place: '/cdn-cgi/image', adapter: cloudflare() },
};

it.each(built)('$url gives $gives', async ({ provider, url, gives }) => {
  const { place, adapter } = ADAPTERS[provider];
  expect(url.startsWith(`${place}/`)).toBe(true);
  expect(await outcomeOf(adapter, url.slice(place.length))).toBe(gives);
});

it('refuses an address whose signature belongs to another one', async () => {
  const [first] = built.filter(({ provider }) => provider === 'imgproxy');
  const changed = first?.url.replace('w:300', 'w:301').replace('/imgproxy', '') ?? '';
  expect(await outcomeOf(ADAPTERS.imgproxy.adapter, changed)).toBe('bad-signature');
});
