/** The paths of requests as logs may hold them: without the signatures and credentials that stand in some. */
import type { Context } from 'hono';

const noted = new WeakMap<Context, string>();

/** The query of an address that is part of the path, such as that of S3's signed addresses. */
const QUERY = /%(?:25)*3f.*$/i;

/** Name and password in such an address. */
const CREDENTIALS = /(https?(?::|%3a)(?:\/|%2f){1,2})(?:(?!\/|%2f).)*(?:@|%40)/i;

/** Notes the path of a request with another text in place of a signature. */
export function noteLoggedPath(c: Context, path: string): void {
  noted.set(c, path);
}

/** The path for a log. */
export function loggedPath(c: Context): string {
  const path = noted.get(c) ?? c.req.path;
  return path.replace(QUERY, '').replace(CREDENTIALS, '$1');
}
