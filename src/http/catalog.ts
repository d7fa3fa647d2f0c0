import { Hono } from 'hono';
import type { Engine } from '../engine/engine.ts';
import { listCatalog } from '../recipe/catalog.ts';
import { describeApi } from './openapi.ts';

/** What the server can do, for programs; both lists come from the registries. */
export function catalogRoutes(engine: Engine): Hono {
  const routes = new Hono();
  const headers = { 'Cache-Control': 'no-cache' };
  const ops = listCatalog(engine.ops);
  const api = describeApi(engine);

  routes.get('/ops', (c) => c.json(ops, 200, headers));
  routes.get('/openapi.json', (c) => c.json(api, 200, headers));
  return routes;
}
