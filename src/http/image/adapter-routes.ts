/** Routes for the addresses of other image servers. */
import { type Context, Hono } from 'hono';
import type { UrlAdapter } from '../../service/adapters/adapter.ts';
import { routePath } from '../routes.ts';
import { pathBehind, rawPath } from './address.ts';
import type { Desk } from './desk.ts';
import { checkAdapter, showAdapted } from './show-adapted.ts';

/** Adapters by the path below which their addresses are. */
export type Adapters = Readonly<Record<string, UrlAdapter>>;

/** Answers the addresses that nothing else has. */
export type Rest = (c: Context) => Promise<Response>;

/**
 * The routes, and the answer of an adapter at `/`, which gets what is left. Throws an error for paths that are none, and for
 * adapters that would let unsigned addresses in.
 */
export function adapterRoutes(adapters: Adapters, desk: Desk): { routes: Hono; rest: Rest | undefined } {
  const routes = new Hono();
  let rest: Rest | undefined;
  for (const [place, adapter] of Object.entries(adapters)) {
    if (place === '/') {
      checkAdapter(adapter, desk);
      rest = (c) => showAdapted(c, rawPath(c.req.url).slice(1), { adapter, desk });
      continue;
    }
    if (!/^(\/[\w.~-]+)+$/.test(place))
      throw new Error(`an adapter is at a path such as /_ipx, not ${place}`);
    checkAdapter(adapter, desk);
    const answer = (c: Context) => showAdapted(c, pathBehind(c.req.url, routePath(c)), { adapter, desk });
    routes.get(place, answer);
    routes.get(`${place}/*`, answer);
  }
  return { routes, rest };
}
