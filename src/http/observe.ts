/** Watches requests: their time for the metrics, and a line in the log for each. */
import type { Context, MiddlewareHandler } from 'hono';
import type { ErrorCode } from '../core/errors.ts';
import type { Metrics } from '../service/metrics/metrics.ts';
import { traceOf } from './client.ts';
import { loggedPath } from './logged-path.ts';
import { publicError } from './problem.ts';
import { matchedRoutes } from './routes.ts';

/** A request that was answered. */
export interface AnsweredRequest {
  /** As in `X-Request-Id`. */
  readonly requestId: string;
  /** The HTTP method, such as `GET`. */
  readonly method: string;
  /** Without the query, and without signatures and passwords. */
  readonly path: string;
  /** The pattern of the path, such as `/image/*`; absent when there is nothing at the path. */
  readonly route?: string;
  /** HTTP status of the answer. */
  readonly status: number;
  /** The code of the problem that was answered, unless there was none. */
  readonly code?: ErrorCode;
  /** Milliseconds to the headers of the answer. */
  readonly duration: number;
  /** Bytes of the answer, where it says so. */
  readonly bytes?: number;
  /** As in `X-Noir-Backend`; absent where no step ran. */
  readonly backend?: string;
  /** As in `Cache-Status`; absent for other routes than pictures by address. */
  readonly cache?: string;
  /** Id of the trace that the request belongs to, with `traces`. */
  readonly traceId?: string;
  /** Noir's own id in that trace. */
  readonly spanId?: string;
}

export interface Observers {
  readonly metrics?: Metrics | undefined;
  /** Receives every request that was answered. */
  readonly onRequest?: ((request: AnsweredRequest) => void) | undefined;
}

/** The methods that metrics tell apart; OpenTelemetry calls all others `_OTHER`. */
const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH', 'CONNECT', 'TRACE']);

export function observe({ metrics, onRequest }: Observers): MiddlewareHandler {
  return async function observe(c, next) {
    const begun = performance.now();
    metrics?.add('http_server_active_requests', 1);
    try {
      await next();
    } finally {
      metrics?.add('http_server_active_requests', -1);
    }
    const duration = performance.now() - begun;
    const route = routeOf(c);
    metrics?.time('http_server_request_duration_seconds', duration / 1000, {
      http_request_method: METHODS.has(c.req.method) ? c.req.method : '_OTHER',
      http_route: route ?? '',
      http_response_status_code: String(c.res.status),
    });
    onRequest?.(describe(c, duration, route));
  };
}

/** The pattern of the first handler; middleware handles every method. */
function routeOf(c: Context): string | undefined {
  return matchedRoutes(c).find(({ method }) => method !== 'ALL')?.path;
}

function describe(c: Context, duration: number, route: string | undefined): AnsweredRequest {
  const trace = traceOf(c);
  const { headers, status } = c.res;
  const length = headers.get('Content-Length');
  const backend = headers.get('X-Noir-Backend');
  const cache = headers.get('Cache-Status');
  return {
    ...{ requestId: c.get('requestId'), method: c.req.method, path: loggedPath(c) },
    ...(route !== undefined && { route }),
    ...{ status },
    ...(c.error !== undefined && { code: publicError(c.error).code }),
    ...{ duration: Math.round(duration * 100) / 100 },
    ...(length !== null && { bytes: Number(length) }),
    ...(backend !== null && { backend }),
    ...(cache !== null && { cache }),
    ...(trace && { traceId: trace.traceId, spanId: trace.spanId }),
  };
}
