/** Reads how long an answer of a source may be kept (RFC 9111, RFC 5861). */
import type { Freshness } from './source.ts';

/** The freshness by `Cache-Control`, else `Expires`, and `Age`; undefined when the source says nothing. */
export function readFreshness(headers: Headers): Freshness | undefined {
  const directives = readDirectives(headers.get('Cache-Control') ?? '');
  const expiry = secondsToExpiry(headers);
  if (directives.size === 0 && expiry === undefined) return undefined;
  const age = seconds(headers.get('Age') ?? undefined) ?? 0;
  const isChecked = directives.has('no-cache');
  const shared = isChecked ? undefined : seconds(directives.get('s-maxage'));
  // A lifetime that is no number, such as -1, is none (RFC 9111, section 4.2.1).
  const told = directives.has('max-age') ? (seconds(directives.get('max-age')) ?? 0) : undefined;
  // An `Expires` does not count beside either of the others (RFC 9111, section 5.3).
  const maxAge = isChecked ? 0 : (told ?? (shared === undefined ? expiry : undefined));
  const stale = seconds(directives.get('stale-while-revalidate'));
  const staleIfError = seconds(directives.get('stale-if-error'));
  const scope = directives.has('no-store') ? 'no-store' : directives.has('private') ? 'private' : undefined;
  const mustRevalidate = ['no-cache', 'must-revalidate', 'proxy-revalidate'].some((name) =>
    directives.has(name),
  );
  return {
    ...(maxAge !== undefined && { maxAge: Math.max(0, maxAge - age) }),
    ...(shared !== undefined && { sharedMaxAge: Math.max(0, shared - age) }),
    ...(stale !== undefined && { staleWhileRevalidate: stale }),
    ...(staleIfError !== undefined && { staleIfError }),
    ...(mustRevalidate && { mustRevalidate }),
    ...(scope && { scope }),
  };
}

/** Seconds by `Expires`. Texts that are no date, such as `0`, have passed (RFC 9111, section 5.3). */
function secondsToExpiry(headers: Headers): number | undefined {
  const text = headers.get('Expires');
  if (text === null) return undefined;
  const sent = Date.parse(headers.get('Date') ?? '');
  const until = /^\d+$/.test(text.trim()) ? Number.NaN : Date.parse(text);
  if (Number.isNaN(until)) return 0;
  const left = Math.floor((until - (Number.isNaN(sent) ? Date.now() : sent)) / 1000);
  return Math.min(MOST_SECONDS, Math.max(0, left));
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
