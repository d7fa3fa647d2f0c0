/** Admits bodies before anything reads them: refuses those that are too large, and those for which there is no memory. */

import type { Context, MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { NoirError } from '../core/errors.ts';
import type { Limits } from '../core/limits.ts';
import { bodyEndedEarly, connectionOf, gatherChunks, isTaken } from './body.ts';
import { type Hold, holdUntilTaken, type Traffic } from './traffic.ts';

/** Throws to refuse a request whose body would be read for nothing. */
type Check = (c: Context) => void;

/**
 * On every route, including those that read no body: refuses bodies over `bodyBytes` with `body-limit`, and with `busy`
 * those that do not fit into `traffic` beside all others, and those that `check` refuses. Trusts a declared length,
 * because Node reads no further; counts the bytes of chunked bodies.
 */
export function limitBody(
  { bodyBytes }: Pick<Limits, 'bodyBytes'>,
  traffic: Traffic,
  check: Check,
): MiddlewareHandler {
  const onError = () => {
    throw tooLarge(bodyBytes);
  };
  const countChunks = bodyLimit({ maxSize: bodyBytes, onError });
  return async function limitBody(c, next) {
    const length = lengthOf(c);
    if (length !== undefined && length > bodyBytes) throw tooLarge(bodyBytes, length);
    const connection = connectionOf(c);
    if (!connection) {
      // All of the request is in memory already.
      if (length === undefined) await passErrors(countChunks(c, async () => {}));
      return next();
    }
    const { incoming, outgoing } = connection;
    const isChunked = incoming.headers['transfer-encoding'] !== undefined;
    if (isChunked || (length ?? 0) > 0) check(c);
    const hold = traffic.admit(length ?? 0);
    if (!hold) throw full();
    holdUntilTaken(outgoing, hold);
    c.set('hold', hold);
    if (isChunked && isTaken(incoming)) await passErrors(countChunks(c, async () => {}));
    else if (isChunked) {
      await passErrors(gatherChunks(incoming, (bytes, total) => countChunk(hold, bytes, total)));
    }
    await next();
  };

  function countChunk(hold: Hold, bytes: number, total: number): void {
    if (total > bodyBytes) throw tooLarge(bodyBytes);
    if (!hold.grow(bytes)) throw full();
  }
}

/** Counts bytes that a source sends among those of the request. Throws `busy` when they do not fit. */
export function countSourceBytes(c: Context, bytes: number): void {
  const hold: Hold | undefined = c.get('hold');
  if (hold && !hold.grow(bytes)) throw full();
}

/** The declared length. RFC 9112 section 6.3: where both are sent, Transfer-Encoding decides. */
function lengthOf(c: Context): number | undefined {
  const length = c.req.header('Content-Length');
  return length === undefined || c.req.header('Transfer-Encoding') !== undefined ? undefined : Number(length);
}

async function passErrors(reading: Promise<unknown>): Promise<void> {
  await reading.catch((error) => {
    throw error instanceof NoirError ? error : bodyEndedEarly(error);
  });
}

function tooLarge(limit: number, actual?: number): NoirError {
  return new NoirError('body-limit', `The body is over ${limit} bytes`, {
    limit,
    ...(actual !== undefined && { actual }),
  });
}

function full(): NoirError {
  return new NoirError('busy', 'Too many requests are arriving; try again in a second');
}
