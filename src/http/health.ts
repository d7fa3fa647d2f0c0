/** Routes for orchestrators and people: `/health`, `/livez` and `/readyz`. */

import { Hono } from 'hono';
import { NoirError } from '../core/errors.ts';
import type { Runner } from '../engine/job.ts';
import { problemResponse } from './problem.ts';

/** Routes that tell orchestrators and people the state of the server. */
export function healthRoutes(runner: Runner, isDraining: () => boolean, caches: () => unknown): Hono {
  const routes = new Hono();
  const ok = { status: 'ok' };
  const headers = { 'Cache-Control': 'no-store' };

  routes.get('/health', (c) => {
    if (c.req.query('verbose') === undefined) return c.json(ok, 200, headers);
    const { backends, costs, running, waiting } = runner.status();
    const shown = backends.map(({ outline, ...backend }) => backend);
    return c.json({ ...ok, backends: shown, costs, running, waiting, caches: caches() }, 200, headers);
  });

  routes.get('/livez', (c) => c.json(ok, 200, headers));

  routes.get('/readyz', (c) => {
    if (isDraining()) {
      const error = new NoirError('shutting-down', 'The server is shutting down');
      return problemResponse(error, c.get('requestId') ?? crypto.randomUUID());
    }
    const { backends, isOut } = runner.status();
    if (isOut) return c.json({ status: 'no workers' }, 503, headers);
    const paused = backends.filter((backend) => backend.paused);
    if (paused.length === 0) return c.json(ok, 200, headers);
    // The other backends do the work: the server is slower, but there is nothing that it cannot do.
    return c.json({ status: 'degraded', paused: paused.map(({ name }) => name) }, 200, headers);
  });

  return routes;
}
