/** Hono middleware: pictures of sources by their addresses, or a recipe on the pictures of other handlers. */
import type { Context } from 'hono';
import type { Noir } from '../noir.ts';
import { type AnyMiddleware, forAnyHono } from './any-hono.ts';
import { checkInstance } from './check-options.ts';
import { type PictureMiddleware, type PictureOptions, servePictures } from './serve-pictures.ts';
import { type TransformOptions, transformPictures, type Written } from './transform.ts';

/**
 * Middleware that answers the pictures of sources, as `GET /image/{ops}/{source}` of the server does: with caches,
 * signatures, presets, limits and errors. The place is the app's: at `/img/*`, `/img/w_300,f_auto/cats/tom.jpg` is a
 * picture, `/img/info/cats/tom.jpg` tells of it, and `/img/srcset/f_auto/cats/tom.jpg` lists its sizes. Methods other than
 * GET and HEAD go on to the next handler. It opens a Noir of its own for the first picture that has to be made, unless it is
 * given one. Throws an error for options that are wrong.
 *
 * @example
 * import { Hono } from 'hono';
 * import { directory, noir } from 'noir-image/hono';
 *
 * const app = new Hono();
 * app.use('/img/*', noir({ source: directory('./photos') }));
 */
export function noir(options: PictureOptions): PictureMiddleware;
/**
 * Middleware that runs a recipe on the pictures which the handlers behind it answer. A picture is known by its first
 * bytes, whatever its Content-Type. Bodies that are no picture and are not called one, and other statuses than 200, pass
 * untouched, as they come. With `f_auto` the client's `Accept` chooses the format. Answers have an ETag of the picture
 * and the recipe.
 *
 * Errors are `application/problem+json`: `bad-source` (502) when the handler's body breaks off, is not what it is called,
 * or is over `limits.bodyBytes`. `written` may be a function of the request, which returns undefined to let a response
 * pass. Throws `invalid-parameter` when the recipe is not valid.
 *
 * @example
 * import { serveStatic } from '@hono/node-server/serve-static';
 * import { Hono } from 'hono';
 * import { createNoir } from 'noir-image';
 * import { noir } from 'noir-image/hono';
 *
 * const app = new Hono();
 * app.use('/img/*', noir(await createNoir(), 'greyscale,f_auto'), serveStatic({ root: './photos' }));
 */
export function noir(
  place: Pick<Noir, 'runner' | 'recipes'>,
  written: Written | ((c: Context) => Written | undefined),
  options?: TransformOptions,
): AnyMiddleware;
export function noir(
  first: PictureOptions | Pick<Noir, 'runner' | 'recipes'>,
  written?: Written | ((c: Context) => Written | undefined),
  options: TransformOptions = {},
): AnyMiddleware {
  if (written === undefined) {
    if (typeof first === 'function') throw new Error('noir(instance, recipe) needs a recipe, such as f_auto');
    return servePictures(first as PictureOptions);
  }
  checkInstance(first);
  return forAnyHono(transformPictures(first as Noir, written, options));
}
