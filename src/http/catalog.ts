import { Hono } from 'hono';
import { z } from 'zod';
import type { Limits } from '../core/limits.ts';
import { listOps } from '../ops/registry.ts';
import { describeApi } from './openapi.ts';

/** What the server can do, for programs; both lists come from the registries. */
export function catalogRoutes(limits: Limits): Hono {
  const routes = new Hono();
  const headers = { 'Cache-Control': 'no-cache' };
  const ops = listOps().map(({ name, aliases, summary, kind, positional, examples, params }) => {
    const schema = z.toJSONSchema(params, { io: 'input' });
    return { name, aliases, summary, kind, positional, examples, schema };
  });
  const api = describeApi(limits);

  routes.get('/ops', (c) => c.json(ops, 200, headers));
  routes.get('/openapi.json', (c) => c.json(api, 200, headers));
  return routes;
}
