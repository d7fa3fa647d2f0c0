/**
 * Middleware as every version of Hono takes it. An app may have another version than Noir, and the types of two versions do not
 * fit together: their classes have private members.
 */
import type { MiddlewareHandler } from 'hono';

/** The part of Hono's `Context` by which the compiler knows one. */
interface AnyContext {
  readonly req: { readonly raw: Request };
}

export type AnyMiddleware = (c: AnyContext, next: () => Promise<void>) => Promise<Response | undefined>;

export function forAnyHono(handler: MiddlewareHandler): AnyMiddleware {
  return handler as unknown as AnyMiddleware;
}
