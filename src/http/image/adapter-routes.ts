/** Routes for the addresses of other image servers. */
import { type Context, Hono } from 'hono';
import type { UrlAdapter } from '../../service/adapters/adapter.ts';
import { routePath } from '../routes.ts';
import { pathBehind } from './address.ts';
import type { Desk } from './desk.ts';
import { checkAdapter, showAdapted } from './show-adapted.ts';

/** Adapters by the path below which their addresses are. */
export type Adapters = Readonly<Record<string, UrlAdapter>>;

/** Throws an error for paths that are none, and for adapters that would let unsigned addresses in. */
export function adapterRoutes(adapters: Adapters, desk: Desk): Hono {
  const routes = new Hono();
  for (const [place, adapter] of Object.entries(adapters)) {
    if (!/^(\/[\w.~-]+)+$/.test(place))
      throw new Error(`an adapter is at a path such as /_ipx, not ${place}`);
    checkAdapter(adapter, desk);
    const answer = (c: Context) => showAdapted(c, pathBehind(c.req.url, routePath(c)), { adapter, desk });
    routes.get(place, answer);
    routes.get(`${place}/*`, answer);
  }
  return routes;
}
