/** Refuses bodies that are too large, before anything reads them. */

import type { MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { NoirError } from '../core/errors.ts';

/**
 * Refuses bodies over `maxSize` bytes with `body-limit`, on every route, including those that read no body. Trusts a
 * declared length, because Node reads no further; counts the bytes of chunked bodies.
 */
export function limitBody(maxSize: number): MiddlewareHandler {
  const countChunks = bodyLimit({
    maxSize,
    onError: () => {
      throw tooLarge(maxSize);
    },
  });
  return async function limitBody(c, next) {
    const length = c.req.header('Content-Length');
    // RFC 9112 section 6.3: where both are sent, Transfer-Encoding decides.
    if (length === undefined || c.req.header('Transfer-Encoding') !== undefined) {
      await countChunks(c, async () => {}).catch((error) => {
        throw error instanceof NoirError ? error : bodyEndedEarly(error);
      });
    } else if (Number(length) > maxSize) {
      throw tooLarge(maxSize, Number(length));
    }
    await next();
  };
}

/** The error for a body that its sender broke off or sent wrongly. Hardly any client is left to read it. */
export function bodyEndedEarly(cause: unknown): NoirError {
  return new NoirError('invalid-request', 'The body ended early', { cause });
}

function tooLarge(limit: number, actual?: number): NoirError {
  return new NoirError('body-limit', `The body is over ${limit} bytes`, {
    limit,
    ...(actual !== undefined && { actual }),
  });
}
