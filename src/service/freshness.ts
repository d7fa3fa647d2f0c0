/** Reads how long an answer of a source may be kept (RFC 9111, RFC 5861). */
import type { Freshness } from './source.ts';

/** The freshness by `Cache-Control` and `Age`; undefined when the source says nothing. */
export function readFreshness(headers: Headers): Freshness | undefined {
  const directives = readDirectives(headers.get('Cache-Control') ?? '');
  if (directives.size === 0) return undefined;
  const age = seconds(headers.get('Age') ?? undefined) ?? 0;
  const kept = seconds(directives.get('s-maxage')) ?? seconds(directives.get('max-age'));
  const maxAge = directives.has('no-cache') ? 0 : kept;
  const stale = seconds(directives.get('stale-while-revalidate'));
  const staleIfError = seconds(directives.get('stale-if-error'));
  const scope = directives.has('no-store') ? 'no-store' : directives.has('private') ? 'private' : undefined;
  return {
    ...(maxAge !== undefined && { maxAge: Math.max(0, maxAge - age) }),
    ...(stale !== undefined && { staleWhileRevalidate: stale }),
    ...(staleIfError !== undefined && { staleIfError }),
    ...(scope && { scope }),
  };
}

function readDirectives(text: string): Map<string, string> {
  const parts = text.split(',').map((part) => part.trim().toLowerCase());
  return new Map(
    parts.filter(Boolean).map((part) => {
      const [name = '', value = ''] = part.split('=', 2);
      return [name.trim(), value.trim().replaceAll('"', '')];
    }),
  );
}

/** The most that a number of seconds stands for; larger ones count as this (RFC 9111, section 1.2.2). */
const MOST_SECONDS = 2 ** 31;

function seconds(text: string | undefined): number | undefined {
  return text !== undefined && /^\d+$/.test(text) ? Math.min(MOST_SECONDS, Number(text)) : undefined;
}
