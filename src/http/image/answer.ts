/** What routes of pictures read of a request, and how they answer a picture. */
import type { Context } from 'hono';
import type { NoirError } from '../../core/errors.ts';
import type { Recipes } from '../../recipe/recipes.ts';
import type { SourceRequest } from '../../service/source.ts';
import { countSourceBytes } from '../body-limit.ts';
import { traceOf } from '../client.ts';
import { formatDisposition } from '../content-disposition.ts';
import { isFresh } from '../etag.ts';
import { cleanFileName, fileNameOfAddress, outputFileName } from '../file-name.ts';
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
  /** Seconds since 1970 at which the address ends, if it does. */
  readonly expires?: number | undefined;
  /** The name for browsers; that of the address unless given. */
  readonly fileName?: string | undefined;
  /** Whether browsers shall save the picture. */
  readonly attachment?: boolean | undefined;
  /** Whether the client gets the bytes even if it says that it has them; false by default. */
  readonly unconditional?: boolean;
}

export function send(c: Context, shown: Shown, sent: Sent): Response {
  const { address, ages, expires, fileName, attachment, unconditional = false } = sent;
  const { entry, etag, failedOver, timings } = shown;
  const kept = {
    'Cache-Control': cacheControl(shown, ages, expires),
    'Cache-Status': cacheStatus(shown),
    ...(!failedOver && { ETag: etag }),
  };
  const isKnown = !unconditional && !failedOver && isFresh(c, etag);
  if (!entry || isKnown) return c.body(null, 304, kept);
  const stem = fileName === undefined ? fileNameOfAddress(address) : cleanFileName(fileName);
  const name = outputFileName(stem, entry.extension);
  return c.body(entry.bytes as Uint8Array<ArrayBuffer>, 200, {
    ...entry.headers,
    'Content-Disposition': formatDisposition(name, attachment ? 'attachment' : 'inline'),
    ...OWN_HEADERS,
    ...kept,
    ...(timings && { 'Server-Timing': timings }),
  });
}

/** Why another picture is sent than the one that was asked for. */
interface Replaced extends Pick<NoirError, 'status' | 'code'> {
  /** Whether who asks decides it. */
  readonly isPrivate: boolean;
}

/**
 * Answers the picture that stands in for one that cannot be had, with the status and the code of the error. Nobody keeps it
 * for long: the right one may come soon.
 */
export function sendFallback(c: Context, shown: Shown, sent: Sent, replaced: Replaced): Response {
  const { status, code, isPrivate } = replaced;
  const { body, headers } = send(c, shown, { ...sent, unconditional: true });
  const { freshness } = shown.file;
  const scope = freshness?.scope ?? (isPrivate ? 'private' : undefined);
  const file = { ...shown.file, freshness: { ...freshness, ...(scope && { scope }) } };
  const interim = cacheControl({ ...shown, file, isInterim: true }, {}, sent.expires);
  headers.delete('ETag');
  headers.set('Cache-Control', status < 500 ? interim : 'no-store');
  headers.set('Noir-Note', `fallback: ${code}`);
  return new Response(body, { status, headers });
}
