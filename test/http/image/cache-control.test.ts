// How long clients and CDNs may keep a picture, given what its source said.
import { expect, it } from 'vitest';
import { type Ages, cacheControl } from '../../../src/http/image/cache-control.ts';
import type { Freshness } from '../../../src/service/source.ts';

/** The header for a file of which the source said so, some seconds ago. */
function headerFor(freshness: Freshness | undefined, ages: Ages = {}, passed = 0): string {
  const asked = performance.now() - passed * 1000 - 100;
  const file = { validator: 'v', format: 'jpeg', freshness, tags: [], asked, isConditional: true } as const;
  return cacheControl({ file, failedOver: false }, ages);
}

it.each<[Freshness | undefined, Ages, number, string]>([
  [undefined, {}, 30, 'public, max-age=60'],
  [undefined, { usual: 86_400 }, 30, 'public, max-age=86400'],
  [undefined, { usual: 86_400, most: 100 }, 30, 'public, max-age=100'],
  [{ maxAge: 600 }, {}, 100, 'public, max-age=500'],
  // Browsers ask again after a minute, and CDNs after an hour.
  [{ maxAge: 60, sharedMaxAge: 3600 }, {}, 0, 'public, max-age=60, s-maxage=3600'],
  [{ maxAge: 0, sharedMaxAge: 3600 }, {}, 100, 'public, max-age=0, s-maxage=3500'],
  [{ maxAge: 60, sharedMaxAge: 60 }, {}, 0, 'public, max-age=60'],
  [{ sharedMaxAge: 3600 }, {}, 100, 'public, max-age=60, s-maxage=3500'],
  [{ sharedMaxAge: 10 }, {}, 0, 'public, max-age=10'],
  [{ maxAge: 60, sharedMaxAge: 3600 }, { least: 300, most: 1000 }, 0, 'public, max-age=300, s-maxage=1000'],
  [{ maxAge: 60, sharedMaxAge: 3600, scope: 'private' }, {}, 0, 'private, max-age=60'],
  [{ maxAge: 60, mustRevalidate: true }, {}, 0, 'public, max-age=60, must-revalidate'],
  [
    { maxAge: 60, mustRevalidate: true },
    { staleWhileRevalidate: 30 },
    0,
    'public, max-age=60, must-revalidate',
  ],
  [{ maxAge: 60 }, { staleWhileRevalidate: 30 }, 0, 'public, max-age=60, stale-while-revalidate=30'],
])('%j with ages %j after %i s gives %s', (freshness, ages, passed, expected) => {
  expect(headerFor(freshness, ages, passed)).toBe(expected);
});
