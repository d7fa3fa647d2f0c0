/** Entity tags of pictures, and conditional requests (RFC 9110, section 13.1.2). */
import { createHash } from 'node:crypto';
import type { Context } from 'hono';
import { canonicalText } from '../recipe/canonical.ts';
import type { Recipe } from '../recipe/recipe.ts';
import { readPackage } from '../version.ts';
import { variesByAccept } from './work.ts';

/**
 * Names an answer by all that it is made from: bytes or validators, the recipe, and the types that the client takes.
 * Weak: another machine's table of costs may choose another way.
 */
export function etagFor(c: Context, made: readonly (Uint8Array | string)[], recipe: Recipe): string {
  const hash = createHash('sha256');
  for (const each of made) hash.update(each).update('\n');
  hash.update(canonicalText(recipe)).update(readPackage().version);
  if (variesByAccept(recipe)) hash.update(c.req.header('Accept') ?? '');
  return `W/"${hash.digest('base64url').slice(0, 22)}"`;
}

/** Whether a request only reads, so that 304 may answer it. */
export function isRead({ method }: { readonly method: string }): boolean {
  return method === 'GET' || method === 'HEAD';
}

/** Whether the client has the picture already. */
export function isFresh(c: Context, etag: string): boolean {
  if (!isRead(c.req)) return false;
  const known = c.req.header('If-None-Match')?.split(',') ?? [];
  // The weak comparison: proxies that compress make strong tags weak.
  const plain = (tag: string) => tag.trim().replace(/^W\//, '');
  return known.some((each) => each.trim() === '*' || plain(each) === plain(etag));
}
