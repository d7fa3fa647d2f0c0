/** `GET /image/…`: pictures of the configured sources, changed as their addresses say. */
import { type Context, Hono } from 'hono';
import type { Encoded } from '../../engine/encoded.ts';
import type { Noir } from '../../noir.ts';
import { type SourceRequest, validatorOf } from '../../service/source.ts';
import { checkSourceNames, type NamedSources } from '../../service/sources.ts';
import { formatDisposition } from '../content-disposition.ts';
import { etagFor, isFresh } from '../etag.ts';
import { cleanFileName, outputFileName } from '../file-name.ts';
import { extensionOf, OWN_HEADERS, pictureHeaders } from '../picture.ts';
import { variesByAccept, work } from '../work.ts';
import { Gatekeeper, type GateOptions } from './gatekeeper.ts';
import { fetchFile, fetchFurther } from './picture-files.ts';
import { makeSrcset, readWidths } from './srcset.ts';

export interface ImageOptions extends GateOptions {
  /** Sources by name. Without any, no picture is fetched. */
  readonly sources?: NamedSources;
}

type Place = Pick<Noir, 'runner' | 'recipes'>;

/** Routes that fetch a picture from a source, change it, and answer it. Throws an error for options that are wrong. */
export function imageRoutes(noir: Place, { sources = {}, ...options }: ImageOptions): Hono {
  checkSourceNames(sources);
  const gate = new Gatekeeper(options, noir.recipes);
  const routes = new Hono();

  routes.get('/image/srcset/*', async (c) => {
    const widths = c.req.query('widths');
    const admitted = gate.admit(c, widths === undefined ? 'srcset' : `srcset?widths=${widths}`);
    const file = await fetchFile(sources, admitted.address, requestOf(c, noir));
    const wanted = { ...admitted, widths: readWidths(widths, gate.sizes), base: baseOf(c) };
    const srcset = makeSrcset(file.bytes, wanted, { gate, limits: noir.recipes.limits });
    return c.json(srcset, 200, { 'Cache-Control': 'no-cache' });
  });

  routes.get('/image/*', async (c) => {
    const begun = performance.now();
    const { recipe, address } = gate.admit(c, 'image');
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
function requestOf(c: Context, { recipes }: Pick<Place, 'recipes'>): SourceRequest {
  return { limit: recipes.limits.bodyBytes, signal: c.req.raw.signal, headers: c.req.raw.headers };
}

/** The path of the app's pictures, as the client wrote it: `/image/`, below a prefix if there is one. */
function baseOf(c: Context): string {
  const { pathname } = new URL(c.req.url);
  return pathname.slice(0, pathname.indexOf('/image/srcset/') + '/image/'.length);
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
