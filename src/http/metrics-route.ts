/** `GET /metrics`: the metrics of the server, for Prometheus. */
import { Hono } from 'hono';
import type { Metrics } from '../service/metrics/metrics.ts';

export function metricsRoutes(metrics: Metrics): Hono {
  const routes = new Hono();
  routes.get('/metrics', async (c) => {
    return c.body(await metrics.text(), 200, {
      'Content-Type': metrics.contentType,
      'Cache-Control': 'no-store',
    });
  });
  return routes;
}
