import { expect, it } from 'vitest';
import { readFreshness } from '../../src/service/freshness.ts';

const date = (seconds: number) => new Date(1_700_000_000_000 + seconds * 1000).toUTCString();

it.each([
  [{}, undefined],
  [{ 'Cache-Control': 'max-age=60' }, { maxAge: 60 }],
  [{ 'Cache-Control': 'max-age=60, s-maxage=3600' }, { maxAge: 60, sharedMaxAge: 3600 }],
  [{ 'Cache-Control': 'max-age=-1' }, { maxAge: 0 }],
  [{ 'Cache-Control': 's-maxage=3600' }, { sharedMaxAge: 3600 }],
  [
    { 'Cache-Control': 'max-age=60, s-maxage=3600', Age: '100' },
    { maxAge: 0, sharedMaxAge: 3500 },
  ],
  [{ 'Cache-Control': 'no-cache, s-maxage=3600' }, { maxAge: 0, mustRevalidate: true }],
  [{ 'Cache-Control': 'max-age=60, must-revalidate' }, { maxAge: 60, mustRevalidate: true }],
  [{ 'Cache-Control': 'max-age=60, proxy-revalidate' }, { maxAge: 60, mustRevalidate: true }],
  [{ Expires: date(600), Date: date(0) }, { maxAge: 600 }],
  [{ Expires: date(600), Date: date(0), Age: '100' }, { maxAge: 500 }],
  [{ Expires: date(-600), Date: date(0) }, { maxAge: 0 }],
  [{ Expires: '0' }, { maxAge: 0 }],
  [{ Expires: 'never' }, { maxAge: 0 }],
  [{ Expires: date(600), Date: date(0), 'Cache-Control': 'max-age=5' }, { maxAge: 5 }],
  [{ Expires: date(600), Date: date(0), 'Cache-Control': 's-maxage=5' }, { sharedMaxAge: 5 }],
  [{ Expires: date(600), Date: date(0), 'Cache-Control': 'public' }, { maxAge: 600 }],
])('%j says %j', (headers, expected) => {
  expect(readFreshness(new Headers(headers as Record<string, string>))).toEqual(expected);
});
