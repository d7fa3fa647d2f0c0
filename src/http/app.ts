/** The HTTP interface as a Hono app: routes, request ids, limits, and errors as problem details. */

import { type Context, Hono, type Next } from 'hono';
import { requestId } from 'hono/request-id';
import type { HTTPResponseError } from 'hono/types';
import { NoirError } from '../core/errors.ts';
import { FairRunner } from '../engine/fair-runner.ts';
import type { Noir } from '../noir.ts';
import type { Metrics } from '../service/metrics/metrics.ts';
import { requireKey } from './api-key.ts';
import { connectionOf } from './body.ts';
import { limitBody } from './body-limit.ts';
import { catalogRoutes } from './catalog.ts';
import { checkInstance, checkNames, SHARED } from './check-options.ts';
import { checkValues } from './check-values.ts';
import { type ClientOptions, clientOf, noteClient } from './client.ts';
import { allowOrigins } from './cross-origin.ts';
import { refuseCrowd } from './crowd.ts';
import { docsRoutes } from './docs.ts';
import { isRead } from './etag.ts';
import { appFigures } from './figures.ts';
import { healthRoutes } from './health.ts';
import { type ImageOptions, imageRoutes } from './image/routes.ts';
import { type Jobs, jobsOf } from './jobs.ts';
import { isLogged, logError, type OnError } from './log.ts';
import { loggedPath } from './logged-path.ts';
import { metricsRoutes } from './metrics-route.ts';
import { type AnsweredRequest, observe } from './observe.ts';
import { observeJobs } from './observe-jobs.ts';
import { pictureRoutes } from './pictures.ts';
import { problemResponse } from './problem.ts';
import { Traffic } from './traffic.ts';
import { refuseWrongMethods } from './wrong-method.ts';

/** Options of `createApp`. */
export interface AppOptions extends ImageOptions, ClientOptions {
  /** Receives the server's own faults; by default each becomes one line of JSON on stderr. */
  readonly onError?: OnError;
  /**
   * Jobs in progress at once, and how many of them may be heavy; by default four and one for each core. The others wait
   * for their turn, in an order that is fair among clients.
   */
  readonly jobs?: Jobs;
  /** Keys of those who may send pictures, as `Authorization: Bearer KEY`; anybody may by default. */
  readonly keys?: readonly string[];
  /** Origins whose pages may read answers, or `*`; none by default. */
  readonly origins?: readonly string[];
  /** Counts what the server does, for `GET /metrics`; none by default. */
  readonly metrics?: Metrics | undefined;
  /** Whether `/metrics` is answered beside the pictures, too, and not on `probes` alone; true by default. */
  readonly publicMetrics?: boolean;
  /** Receives every request that was answered; nobody by default. */
  readonly onRequest?: ((request: AnsweredRequest) => void) | undefined;
}

/** Noir's HTTP interface as a Hono app; further routes and middleware can be added to it. */
export interface NoirApp extends Hono {
  /** Makes `/readyz` answer 503 from now on, so that a load balancer sends nothing new. */
  drain(): void;
  /** `/health`, `/livez`, `/readyz` and `/metrics` alone, for a port of their own that clients cannot crowd. */
  readonly probes: Hono;
}

/** Where pictures are taken; the last two are the playground's, which may be added to the app. */
const TAKES_PICTURES = ['/gray', '/process', '/playground/info', '/playground/preview'];

const NAMES = {
  ...SHARED,
  ...({ adapters: true, onError: true, jobs: true, keys: true, origins: true } as const),
  ...({ metrics: true, publicMetrics: true, onRequest: true } as const),
};

/**
 * Makes the HTTP interface of a Noir: `/gray`, `/process`, `/image/…`, `/ops`, `/openapi.json`, `/docs`, `/health`,
 * `/livez` and `/readyz`. Every error is answered as RFC 9457 `application/problem+json`.
 *
 * @example
 * const noir = await createNoir();
 * const server = await serve(createApp(noir), { port: 8080 });
 */
export function createApp(noir: Noir, options: AppOptions = {}): NoirApp {
  checkInstance(noir);
  checkNames(options, NAMES);
  checkValues(options);
  const {
    onError = logError,
    deadline,
    jobs,
    keys = [],
    origins = [],
    metrics,
    publicMetrics = true,
    onRequest,
    ...images
  } = options;
  const { recipes } = noir;
  const runner = new FairRunner(noir.runner, recipes, { ...jobsOf(jobs), queue: recipes.limits.queue });
  const app = new Hono();
  let draining = false;

  app.onError((error, c) => answerError(error, c, onError));
  // Without a header name the client's own id is not taken over.
  app.use(requestId({ headerName: '' }));
  if (metrics || onRequest) app.use(observe({ metrics, onRequest }));
  app.use(async function showRequestId(c: Context, next: Next) {
    noteClient(c, options);
    c.header('X-Request-Id', c.get('requestId'));
    c.header('X-Content-Type-Options', 'nosniff');
    await next();
    await answerUnrouted(c);
  });
  if (origins.length > 0) app.use(allowOrigins(origins));
  if (keys.length > 0) for (const path of TAKES_PICTURES) app.use(path, requireKey(keys));
  const traffic = new Traffic(recipes.limits.trafficBytes);
  app.use(limitBody(recipes.limits, traffic, (c) => runner.check(clientOf(c).tenant, deadline)));
  app.use(refuseWrongMethods(app));
  const probes = healthRoutes(
    runner,
    () => draining,
    () => pictures.caches(),
  );
  app.route('/', probes);
  app.use(refuseCrowd);
  const place = { runner: metrics ? observeJobs(runner, metrics) : runner, recipes, metrics };
  app.route('/', pictureRoutes(place));
  const pictures = imageRoutes(place, images, keys);
  app.route('/', pictures);
  app.notFound((c) => {
    if (pictures.rest && isRead(c.req)) return pictures.rest(c);
    return problemResponse(new NoirError('not-found', 'Nothing is here'), c.get('requestId'));
  });
  const hasMetrics = metrics !== undefined && publicMetrics;
  app.route('/', catalogRoutes(recipes, { needsKey: keys.length > 0, hasMetrics }));
  app.route('/', docsRoutes());
  if (metrics) {
    metrics.watch(appFigures({ runner, traffic, caches: pictures.caches }));
    const routes = metricsRoutes(metrics);
    probes.route('/', routes);
    if (hasMetrics) app.route('/', routes);
  }

  return Object.assign(app, {
    probes,
    drain() {
      draining = true;
    },
  });
}

function answerError(error: Error, c: Context, onError: OnError): Response {
  // Hono's HTTPException, of whichever copy of Hono.
  if ('getResponse' in error) return (error as HTTPResponseError).getResponse();
  if (isLogged(error)) {
    onError(error, { requestId: c.get('requestId'), method: c.req.method, path: loggedPath(c) });
  }
  // The rest of a body that nobody wants is thrown away, so the client should not send it to its end.
  const unread = connectionOf(c)?.incoming.complete === false;
  return problemResponse(error, c.get('requestId'), unread ? { Connection: 'close' } : {});
}

/**
 * Below a prefix of another app, an address without a route gets that app's answer. If it has none of its own, Hono
 * sends its default, a line of plain text, in place of which Noir answers a problem.
 */
async function answerUnrouted(c: Context): Promise<void> {
  if (c.res.status !== 404 || c.error || !c.res.headers.get('Content-Type')?.startsWith('text/plain')) return;
  if ((await c.res.clone().text()) !== '404 Not Found') return;
  c.res = problemResponse(new NoirError('not-found', 'Nothing is here'), c.get('requestId'));
}
