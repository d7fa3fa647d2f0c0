/** Keys of those who may send pictures to the server (RFC 6750). */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { MiddlewareHandler } from 'hono';
import { NoirError } from '../core/errors.ts';

/** Characters of a key at least. */
const SHORTEST_KEY = 32;

/**
 * Refuses requests without `Authorization: Bearer KEY` of one of the keys, with `unauthorized`. Throws an error for a key
 * that is too short.
 */
export function requireKey(keys: readonly string[]): MiddlewareHandler {
  if (keys.length === 0 || keys.some((key) => key.length < SHORTEST_KEY)) {
    throw new Error(`a key for POST requests has at least ${SHORTEST_KEY} characters: openssl rand -hex 32`);
  }
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
