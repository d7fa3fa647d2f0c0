/** What routes of pictures read of a request, and how they answer a picture. */
import type { Context } from 'hono';
import type { NoirError } from '../../core/errors.ts';
import type { Recipes } from '../../recipe/recipes.ts';
import type { SourceRequest } from '../../service/source.ts';
import { countSourceBytes } from '../body-limit.ts';
import { traceOf } from '../client.ts';
import { formatDisposition } from '../content-disposition.ts';
import { isFresh } from '../etag.ts';
import { cleanFileName, outputFileName } from '../file-name.ts';
import { OWN_HEADERS } from '../picture.ts';
import { type Ages, cacheControl, cacheStatus } from './cache-control.ts';
import type { Shown } from './gallery.ts';

/** What the sources are told of a client's request. */
export function requestOf(c: Context, recipes: Pick<Recipes, 'limits'>): SourceRequest {
  const trace = traceOf(c);
  const { signal, headers } = c.req.raw;
  const count = (bytes: number) => countSourceBytes(c, bytes);
  return { limit: recipes.limits.bodyBytes, signal, headers, count, ...(trace && { trace: trace.headers }) };
}

export interface Sent {
  readonly address: string;
  readonly ages: Ages | undefined;
  /** The name for browsers; that of the address unless given. */
  readonly fileName?: string | undefined;
  /** Whether browsers shall save the picture. */
  readonly attachment?: boolean | undefined;
}

export function send(c: Context, shown: Shown, { address, ages, fileName, attachment }: Sent): Response {
  const { entry, etag, failedOver, timings } = shown;
  const kept = {
    'Cache-Control': cacheControl(shown, ages),
    'Cache-Status': cacheStatus(shown),
    ...(!failedOver && { ETag: etag }),
  };
  if (!entry || (!failedOver && isFresh(c, etag))) return c.body(null, 304, kept);
  const stem = cleanFileName(fileName ?? address.replace(/[?#].*$/, ''));
  const name = outputFileName(stem, entry.extension);
  return c.body(entry.bytes as Uint8Array<ArrayBuffer>, 200, {
    ...entry.headers,
    'Content-Disposition': formatDisposition(name, attachment ? 'attachment' : 'inline'),
    ...OWN_HEADERS,
    ...kept,
    ...(timings && { 'Server-Timing': timings }),
  });
}

/** Seconds for which others may keep a picture that stands in for another: the right one may come soon. */
const FALLBACK_AGE = 10;

/** Answers the picture that stands in for one that cannot be had, with the status and the code of the error. */
export function sendFallback(
  c: Context,
  shown: Shown,
  address: string,
  { status, code }: NoirError,
): Response {
  const { body, headers } = send(c, shown, { address, ages: undefined });
  headers.delete('ETag');
  headers.set('Cache-Control', status < 500 ? `public, max-age=${FALLBACK_AGE}` : 'no-store');
  headers.set('Noir-Note', `fallback: ${code}`);
  return new Response(body, { status, headers });
}
