/** `DELETE /cache`: forgets pictures of a source, or those with a tag. */
import { Hono } from 'hono';
import { NoirError } from '../../core/errors.ts';
import { requireKey } from '../api-key.ts';
import { badParameter } from '../problem.ts';
import { readQuery } from '../query.ts';
import { type Desk, purge } from './desk.ts';

/** The route, for those who have one of the keys. Without keys nobody may purge. */
export function purgeRoutes(desk: Pick<Desk, 'files' | 'results' | 'looks'>, keys: readonly string[]): Hono {
  const routes = new Hono();
  const check = keys.length > 0 ? requireKey(keys) : undefined;
  routes.delete('/cache', async (c) => {
    if (!check) throw new NoirError('unauthorized', 'Purging needs a server with keys');
    await check(c, async () => {});
    const { source, tag } = readQuery(c, ['source', 'tag']);
    const name = source ?? tag;
    if (name === undefined || (source !== undefined && tag !== undefined)) {
      throw badParameter('/source', 'give either source, the address of a picture, or tag');
    }
    return c.json({ purged: await purge(desk, name) }, 200, { 'Cache-Control': 'no-store' });
  });
  return routes;
}
