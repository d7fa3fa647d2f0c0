/** Lets pages of other origins read answers and their times (Fetch standard; Resource Timing). */
import type { MiddlewareHandler } from 'hono';
import { cors } from 'hono/cors';
import { ANSWER_HEADERS } from './answer-headers.ts';

/** Opens every route to pages of these origins, such as `https://example.com`, or `*` for all. */
export function allowOrigins(origins: readonly string[]): MiddlewareHandler {
  const any = origins.includes('*');
  const answer = cors({
    origin: any ? '*' : [...origins],
    allowMethods: ['GET', 'HEAD', 'POST'],
    allowHeaders: [
      ...['Authorization', 'Content-Type', 'Content-Disposition', 'If-None-Match'],
      // Pages that trace their requests send these with each of them.
      ...['traceparent', 'tracestate'],
    ],
    exposeHeaders: Object.keys(ANSWER_HEADERS),
    maxAge: 86_400,
  });
  return async function allowOrigins(c, next) {
    const origin = c.req.header('Origin') ?? '';
    if (any || origins.includes(origin)) c.header('Timing-Allow-Origin', any ? '*' : origin);
    return answer(c, next);
  };
}
