/** `GET /image/…`: pictures of the configured sources, changed as their addresses say. */
import { type Context, Hono } from 'hono';
import type { ResultCache } from '../../service/cache/result-cache.ts';
import { routePath } from '../routes.ts';
import { type Adapters, adapterRoutes, type Rest } from './adapter-routes.ts';
import { pathBehind } from './address.ts';
import { type Desk, type DeskOptions, openDesk, type Place } from './desk.ts';
import { purgeRoutes } from './purge.ts';
import { showInfo, showPicture, showSrcset } from './show.ts';

/** Options of `createApp` for pictures by address. */
export interface ImageOptions extends DeskOptions {
  /**
   * Addresses of other image servers, by the path below which they are: `{ '/_ipx': ipx() }`. An adapter at `/` gets the
   * addresses that nothing else has, if Noir is not below another app.
   */
  readonly adapters?: Adapters;
}

/** The routes, the counts of their caches, and the answer to other addresses, if an adapter has that. */
type ImageRoutes = Hono & { caches(): ReturnType<ResultCache['status']>; readonly rest: Rest | undefined };

type Show = (c: Context, path: string, desk: Desk) => Promise<Response>;

/** Routes that fetch a picture from a source, change it, and answer it. Throws an error for options that are wrong. */
export function imageRoutes(place: Place, options: ImageOptions, keys: readonly string[] = []): ImageRoutes {
  const desk = openDesk(place, options);
  const routes = new Hono();
  const answer = (show: Show) => (c: Context) => show(c, pathBehind(c.req.url, routePath(c)), desk);
  routes.get('/image/srcset/*', answer(showSrcset));
  routes.get('/image/info/*', answer(showInfo));
  routes.get('/image/*', answer(showPicture));
  const adapted = adapterRoutes(options.adapters ?? {}, desk);
  routes.route('/', adapted.routes);
  routes.route('/', purgeRoutes(desk, keys));
  return Object.assign(routes, { caches: () => desk.results.status(), rest: adapted.rest });
}
