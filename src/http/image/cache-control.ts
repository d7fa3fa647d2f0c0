/** How long others may keep a picture (RFC 9111, RFC 5861), and what Noir's own cache did (RFC 9211). */
import { secondsLate } from '../../service/cache/source-cache.ts';
import type { Shown } from './gallery.ts';

/** Seconds for which pictures may be kept. */
export interface Ages {
  /** For a source that does not say; 60 by default. */
  readonly usual?: number;
  /** However short the source says; 0 by default. */
  readonly least?: number;
  /** However long it says; a year by default. */
  readonly most?: number;
  /** Seconds for which a stale picture may be sent while a new one is fetched, if the source does not say; 0 by default. */
  readonly staleWhileRevalidate?: number;
}

const YEAR = 31_536_000;

/** Seconds for which others may keep a picture while a better one is being made, or that stands in for another. */
const INTERIM_AGE = 10;

/** The value of `Cache-Control`. Nobody may keep a picture after `expires`, in seconds since 1970, when its address ends. */
export function cacheControl(
  { file, failedOver, isInterim = false }: Pick<Shown, 'file' | 'failedOver' | 'isInterim'>,
  ages: Ages = {},
  expires = Number.POSITIVE_INFINITY,
): string {
  const { usual = 60, least = 0, most = YEAR } = ages;
  const { maxAge, sharedMaxAge, scope, mustRevalidate = false } = file.freshness ?? {};
  // Another way may give other bytes the next time.
  if (scope === 'no-store' || failedOver) return 'no-store';
  const since = Math.floor((performance.now() - file.asked) / 1000);
  const end = Math.max(0, Math.floor(expires - Date.now() / 1000));
  const leftOf = (age: number, passed = since) =>
    Math.min(end, Math.max(0, Math.min(most, Math.max(least, age)) - passed));
  // Noir's own word counts from now.
  const left = maxAge === undefined ? leftOf(Math.min(usual, sharedMaxAge ?? usual), 0) : leftOf(maxAge);
  if (isInterim) return `${scope ?? 'public'}, max-age=${Math.min(left, INTERIM_AGE)}`;
  const shared = sharedMaxAge === undefined ? left : leftOf(sharedMaxAge);
  const { staleWhileRevalidate = mustRevalidate ? 0 : (ages.staleWhileRevalidate ?? 0) } =
    file.freshness ?? {};
  const { staleIfError = 0 } = file.freshness ?? {};
  const later = { 'stale-while-revalidate': staleWhileRevalidate, 'stale-if-error': staleIfError };
  return [
    `${scope ?? 'public'}`,
    `max-age=${left}`,
    ...(scope === undefined && shared !== left ? [`s-maxage=${shared}`] : []),
    ...(mustRevalidate ? ['must-revalidate'] : []),
    ...Object.entries(later)
      .map(([name, seconds]) => [name, Math.min(seconds, end - Math.max(left, shared))] as const)
      .filter(([, seconds]) => seconds > 0)
      .map((each) => each.join('=')),
  ].join(', ');
}

/** The value of `Cache-Status`. */
export function cacheStatus(shown: Shown): string {
  return `Noir; ${courseOf(shown)}${shown.isInterim ? '; detail=interim' : ''}`;
}

function courseOf({ how, file, isKept }: Shown): string {
  if (how === 'bypassed') return 'fwd=bypass';
  if (how === 'made') return `fwd=uri-miss${isKept ? '; stored' : ''}`;
  if (how === 'collapsed') return 'fwd=uri-miss; collapsed';
  const left = -Math.ceil(secondsLate(file));
  // A source that is asked every time has just said that its file is the same.
  return `hit; ttl=${how === 'stale' ? left : Math.max(0, left)}`;
}
