/** Answers 405 where there is something at an address, but not for the method (RFC 9110, section 15.5.6). */
import type { Context, Hono, MiddlewareHandler } from 'hono';
import { TrieRouter } from 'hono/router/trie-router';
import { NoirError } from '../core/errors.ts';
import { problemResponse } from './problem.ts';
import { routePath } from './routes.ts';

/** Looks at the routes of the app when the first address is not found, so that routes that are added later count. */
export function refuseWrongMethods(app: Pick<Hono, 'routes'>): MiddlewareHandler {
  let known: TrieRouter<readonly string[]> | undefined;
  return async function refuseWrongMethods(c, next) {
    // The pattern ends in `*`; before it are the segments of the place where another app has this one.
    const before = routePath(c).split('/').length - 1;
    await next();
    if (c.res.status !== 404 || c.error) return;
    known ??= methodsByPath(app);
    const path = `/${c.req.path.split('/').slice(before).join('/')}`;
    const methods = new Set(known.match('ALL', path)[0].flatMap(([each]) => each));
    if (methods.size > 0 && !methods.has(c.req.method)) c.res = refusal(c, [...methods].join(', '));
  };
}

function methodsByPath({ routes }: Pick<Hono, 'routes'>): TrieRouter<readonly string[]> {
  const router = new TrieRouter<readonly string[]>();
  for (const { method, path } of routes) {
    if (method === 'ALL') continue;
    router.add('ALL', path, method === 'GET' ? ['GET', 'HEAD'] : [method]);
  }
  return router;
}

function refusal(c: Context, allow: string): Response {
  const error = new NoirError('method-not-allowed', `This address takes ${allow}`);
  return problemResponse(error, c.get('requestId'), { Allow: allow });
}
