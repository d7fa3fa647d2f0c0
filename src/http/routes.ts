/**
 * The routes of a request. Hono's own helpers (`hono/route`) know the requests of one copy of Hono alone, and an app that has
 * Noir's middleware or routes may have another version, or the one for CommonJS.
 */
import type { Context } from 'hono';
import type { RouterRoute } from 'hono/types';

/** All routes that match, middleware among them. */
export function matchedRoutes({ req }: Context): readonly RouterRoute[] {
  return req.matchedRoutes;
}

/** The pattern of the handler that runs. */
export function routePath({ req }: Context): string {
  return req.routePath;
}
