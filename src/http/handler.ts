/** Pictures of sources as a plain fetch handler, for every framework that has the web's Request and Response, and for Node's. */
import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';
import { NoirError } from '../core/errors.ts';
import { problemResponse } from './problem.ts';
import { type PictureControls, type PictureOptions, servePictures } from './serve-pictures.ts';

/** Options of `createHandler`. */
export interface HandlerOptions extends PictureOptions {
  /** Path below which the pictures are, such as `/img`; all paths by default. */
  readonly base?: string;
}

/**
 * Answers a request. Paths that are not below the base are 404 and methods other than GET and HEAD 405, as problems.
 * Further arguments are those of `toNodeListener`; what frameworks put there is ignored.
 */
export type FetchHandler = ((request: Request, connection?: unknown) => Promise<Response>) & PictureControls;

/**
 * A handler that answers the pictures of sources, as the middleware `noir({ source })` of `noir-image/hono` does. It opens a
 * Noir of its own for the first picture that has to be made, unless it is given one. Throws an error for options that are
 * wrong.
 *
 * @example
 * import { createHandler, directory } from 'noir-image/fetch';
 *
 * const pictures = createHandler({ base: '/img', source: directory('./photos') });
 * const response = await pictures(new Request('http://localhost/img/w_300,f_webp/cats/tom.jpg'));
 */
export function createHandler({ base = '', ...options }: HandlerOptions): FetchHandler {
  if (!/^(\/[\w.~-]+)*\/?$/.test(base)) throw new Error(`a base is a path such as /img, not ${base}`);
  const pictures = servePictures(options);
  const app = new Hono();
  app.use(`${base.replace(/\/$/, '')}/*`, pictures);
  app.all(`${base.replace(/\/$/, '')}/*`, () => refuse('method-not-allowed', 'Pictures take GET and HEAD'));
  app.notFound(() => refuse('not-found', 'Nothing is here'));
  const handler = async (request: Request, connection?: unknown) =>
    app.fetch(request, connection as Record<string, unknown> | undefined);
  const { purge, close } = pictures;
  return Object.assign(handler, { purge, close });
}

function refuse(code: 'method-not-allowed' | 'not-found', message: string): Response {
  const headers: Record<string, string> = code === 'method-not-allowed' ? { Allow: 'GET, HEAD' } : {};
  return problemResponse(new NoirError(code, message), crypto.randomUUID(), headers);
}

/** A handler as a listener of Node's HTTP server, for frameworks that are built on it, such as Express and Fastify. */
export function toNodeListener(handler: FetchHandler): ReturnType<typeof getRequestListener> {
  // The app around keeps its own Request and Response.
  return getRequestListener(handler, { hostname: 'localhost', overrideGlobalObjects: false });
}
