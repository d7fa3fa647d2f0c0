/** Keys of those who may send pictures to the server (RFC 6750). */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { MiddlewareHandler } from 'hono';
import { NoirError } from '../core/errors.ts';
import { checkKeys } from '../service/keys.ts';

/**
 * Refuses requests without `Authorization: Bearer KEY` of one of the keys, with `unauthorized`. Throws an error for a key
 * that is too short.
 */
export function requireKey(keys: readonly string[]): MiddlewareHandler {
  checkKeys(keys, 'a key for POST requests');
  // Hashes have one length, so that comparing them takes one time.
  const hashes = keys.map(hash);
  return async function requireKey(c, next) {
    const [, given = ''] = /^Bearer ([^\s]+)$/i.exec(c.req.header('Authorization') ?? '') ?? [];
    const matches = hashes.map((each) => timingSafeEqual(each, hash(given)));
    if (!matches.includes(true)) throw new NoirError('unauthorized', 'Send Authorization: Bearer with a key');
    await next();
  };
}

function hash(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
