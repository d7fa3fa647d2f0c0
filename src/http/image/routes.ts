/** `GET /image/{ops}/{source}`: a picture of a configured source, changed as its address says. */
import { type Context, Hono } from 'hono';
import { routePath } from 'hono/route';
import { isNoirError, NoirError } from '../../core/errors.ts';
import type { Encoded } from '../../engine/encoded.ts';
import type { Noir } from '../../noir.ts';
import type { Recipe } from '../../recipe/recipe.ts';
import type { Recipes } from '../../recipe/recipes.ts';
import { type SourceRequest, validatorOf } from '../../service/source.ts';
import { checkSourceNames, type NamedSources } from '../../service/sources.ts';
import { formatDisposition } from '../content-disposition.ts';
import { etagFor, isFresh } from '../etag.ts';
import { cleanFileName, outputFileName } from '../file-name.ts';
import { extensionOf, OWN_HEADERS, pictureHeaders } from '../picture.ts';
import { readQuery } from '../query.ts';
import { variesByAccept, work } from '../work.ts';
import { pathBehind, readOps, readSource, splitPath } from './address.ts';
import { fetchFile, fetchFurther } from './picture-files.ts';
import { makeSrcset, readWidths } from './srcset.ts';

export interface ImageOptions {
  /** Sources by name, or one for every address. Without any, no picture is fetched. */
  readonly sources?: NamedSources;
}

/** Routes that fetch a picture from a source, change it, and answer it. */
export function imageRoutes(noir: Pick<Noir, 'runner' | 'recipes'>, { sources = {} }: ImageOptions): Hono {
  checkSourceNames(sources);
  const routes = new Hono();
  routes.get('/image/srcset/*', async (c) => {
    const path = pathBehind(c.req.url, routePath(c));
    const { ops, source } = splitPath(path);
    // Comma and blank separate in the attribute.
    const tail = source.replaceAll(',', '%2C');
    const { pathname } = new URL(c.req.url);
    const base = pathname.slice(0, pathname.length - path.length - 'srcset/'.length);
    const widths = readWidths(readQuery(c, ['widths']).widths);
    const file = await fetchFile(sources, readSource(source), requestOf(c, noir));
    const url = (written: string) => `${base}${written}/${tail}`;
    const srcset = makeSrcset(file.bytes, { ops, widths, url }, noir.recipes);
    return c.json(srcset, 200, { 'Cache-Control': 'no-cache' });
  });

  routes.get('/image/*', async (c) => {
    const begun = performance.now();
    const { recipe, address } = readAddress(c, noir.recipes);
    const request = requestOf(c, noir);
    const file = await fetchFile(sources, address, request);
    const { files, validators } = await fetchFurther(sources, recipe, request);
    if (variesByAccept(recipe)) c.header('Vary', 'Accept', { append: true });
    const etag = etagFor(c, [validatorOf(file), ...validators], recipe);
    if (isFresh(c, etag)) return c.body(null, 304, { ETag: etag });
    shortenDeadline(c, performance.now() - begun);
    const encoded = await work(c, noir, { bytes: file.bytes, recipe, files, strict: true });
    return send(c, encoded, { address, etag });
  });
  return routes;
}

/** Takes the time that the sources needed from the time for the answer. */
function shortenDeadline(c: Context, spent: number): void {
  const deadline: number | undefined = c.get('deadline');
  if (deadline !== undefined) c.set('deadline', deadline - spent);
}

/** What the sources are told of a client's request. */
function requestOf(c: Context, { recipes }: Pick<Noir, 'recipes'>): SourceRequest {
  return { limit: recipes.limits.bodyBytes, signal: c.req.raw.signal, headers: c.req.raw.headers };
}

/** The recipe and the picture of an address. Throws `not-found` for one that can be neither. */
function readAddress(c: Context, recipes: Recipes): { recipe: Recipe; address: string } {
  const { ops, source } = splitPath(pathBehind(c.req.url, routePath(c)));
  if (source === '') {
    throw new NoirError('not-found', 'Pictures are at /image/{ops}/{source}');
  }
  try {
    return { recipe: readOps(ops, recipes), address: readSource(source) };
  } catch (error) {
    throw isProbe(error, ops) ? new NoirError('not-found', (error as Error).message) : error;
  }
}

/** Whether an address was never meant for this route: its only word is no op. Scanners ask for many of those. */
function isProbe(error: unknown, ops: string): boolean {
  if (!isNoirError(error) || /[,&_]/.test(ops)) return false;
  return error.errorCount === 1 && error.errors[0]?.pointer === '/steps/0/op';
}

function send(c: Context, encoded: Encoded, { address, etag }: { address: string; etag: string }): Response {
  const name = outputFileName(cleanFileName(address.replace(/[?#].*$/, '')), extensionOf(encoded));
  return c.body(encoded.data as Uint8Array<ArrayBuffer>, 200, {
    ...pictureHeaders(encoded),
    'Content-Disposition': formatDisposition(name),
    ...OWN_HEADERS,
    // Another way may give other bytes the next time, so caches must not keep these.
    ...(encoded.failedOver ? {} : { 'Cache-Control': 'no-cache', ETag: etag }),
  });
}
