/** Routes that describe the interface to programs: `/ops` and `/openapi.json`. */

import { Hono } from 'hono';
import { listCatalog } from '../recipe/catalog.ts';
import type { Recipes } from '../recipe/recipes.ts';
import { type ApiOptions, describeApi } from './openapi.ts';

/** Lists the ops and formats of the server, for programs. Both lists come from the registries. */
export function catalogRoutes(recipes: Recipes, options: ApiOptions = {}): Hono {
  const routes = new Hono();
  const headers = { 'Cache-Control': 'no-cache' };
  const ops = once(() => listCatalog(recipes.ops));
  const api = once(() => describeApi(recipes, options));

  routes.get('/ops', (c) => c.json(ops(), 200, headers));
  routes.get('/openapi.json', (c) => c.json(api(), 200, headers));
  return routes;
}

/** Made for the first request: the schemas of all ops take a tenth of a start. */
function once<Value extends object>(make: () => Value): () => Value {
  let made: Value | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
