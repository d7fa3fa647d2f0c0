/** Middleware that runs a recipe on the pictures that other handlers answer with. */

import type { Context, MiddlewareHandler } from 'hono';
import { invalidParameters, NoirError } from '../core/errors.ts';
import type { Encoded } from '../engine/encoded.ts';
import { findOnDisk, gatherFiles, stampsOf } from '../engine/files.ts';
import { FORMATS } from '../formats/registry.ts';
import type { Noir } from '../noir.ts';
import type { Recipe, RecipeInput } from '../recipe/recipe.ts';
import { codingOf } from '../service/sources/answer.ts';
import { inMemory } from './body.ts';
import { checkNames } from './check-options.ts';
import { etagFor, isFresh, isRead } from './etag.ts';
import { failure, report } from './failure.ts';
import { isLogged, logError, type OnError } from './log.ts';
import { pictureHeaders } from './picture.ts';
import { publicError } from './problem.ts';
import { isPicture, type OpenedBody, openBody, readAll, streamOn } from './source-body.ts';
import { variesByAccept, work } from './work.ts';

/** A recipe as a row of ops or as JSON. */
export type Written = string | RecipeInput;

export interface TransformOptions {
  /**
   * Answer to a picture that cannot be processed, such as a damaged one. `fail`, the default, answers the error;
   * `pass` sends the picture unchanged. Use `pass` only with recipes that hide nothing.
   */
  readonly onUnprocessable?: 'fail' | 'pass';
  /** Receives faults of the app: Noir's own, and those of the handlers' bodies. By default each becomes a line of JSON on stderr. */
  readonly onError?: OnError;
}

/** Headers of a GET that are kept from the next handler: they speak of a picture that the client has not got from it. */
const KEPT_BACK = [
  'Range',
  'If-Range',
  'If-None-Match',
  'If-Modified-Since',
  'If-Match',
  'If-Unmodified-Since',
];

/** Headers of the original that are true of the processed picture as well. */
const PASSED_ON = [
  /^(cache-control|expires|date|age|vary|link|x-request-id|timing-allow-origin|set-cookie)$/,
  /^(access-control|cross-origin|content-security|referrer|permissions)-/,
  /^(strict-transport-security|x-frame-options|x-content-type-options)$/,
];

/** See `noir`. */
export function transformPictures(
  place: Pick<Noir, 'runner' | 'recipes'>,
  written: Written | ((c: Context) => Written | undefined),
  options: TransformOptions,
): MiddlewareHandler {
  checkNames(options, { onUnprocessable: true, onError: true });
  const { onUnprocessable = 'fail', onError = logError } = options;
  const { recipes } = place;
  const read = (text: Written) => readOne(recipes, text);
  const fixed = typeof written === 'function' ? undefined : read(written);
  return async function noir(c, next) {
    const request = c.req.raw;
    c.req.raw = forHandler(request);
    await next();
    c.req.raw = request;
    if (c.error || c.res.status !== 200 || c.res.body === null || isEndless(c.res)) return;
    try {
      const given = typeof written === 'function' ? written(c) : undefined;
      const recipe = given === undefined ? fixed : read(given);
      if (recipe) await transform(c, place, recipe, onUnprocessable);
    } catch (error) {
      const failed = failure(c, error);
      if (isLogged(error) || publicError(error).code === 'bad-source') report(c, failed, onError);
      throw failed;
    }
  };
}

/** Throws `invalid-parameter` for several outputs: the page expects one picture at the address. */
function readOne(recipes: Noir['recipes'], written: Written): Recipe {
  const recipe = typeof written === 'string' ? recipes.parseOps(written) : recipes.parse(written);
  if (!recipe.outputs) return recipe;
  throw invalidParameters([
    { pointer: '/outputs', reason: 'the middleware answers one picture: use output' },
  ]);
}

/**
 * The request without the headers that would make the handler answer a part, nothing, or a compressed body. The conditions
 * of other methods, such as `If-Match` of a PUT, guard what the handler writes, and stay.
 */
function forHandler(request: Request): Request {
  const headers = new Headers(request.headers);
  headers.delete('Accept-Encoding');
  if (isRead(request)) for (const name of KEPT_BACK) headers.delete(name);
  return new Request(request, { headers, ...(request.method === 'HEAD' && { method: 'GET' }) });
}

/** Server-sent events begin when they like, and must not wait for their first bytes. */
function isEndless({ headers }: Response): boolean {
  return headers.get('Content-Type')?.toLowerCase().startsWith('text/event-stream') ?? false;
}

async function transform(
  c: Context,
  { runner, recipes }: Pick<Noir, 'runner' | 'recipes'>,
  recipe: Recipe,
  onUnprocessable: 'fail' | 'pass',
): Promise<void> {
  const original = c.res;
  const { signal } = c.req.raw;
  const body = await openBody(original.body as ReadableStream<Uint8Array>, signal);
  if (!isPicture(body)) {
    await refuseCompressed(original, body);
    if (onUnprocessable === 'fail') await refuseMislabelled(original, body);
    return replace(c, new Response(streamOn(body), original));
  }
  const bytes = await readAll(body, recipes.limits.bodyBytes, signal);
  const { files, stamps } = await furtherFiles(recipe);
  const etag = etagFor(c, [bytes, ...stamps], recipe);
  const headers = new Headers(
    [...original.headers].filter(([name]) => PASSED_ON.some((each) => each.test(name))),
  );
  if (variesByAccept(recipe)) headers.append('Vary', 'Accept');
  if (isFresh(c, etag)) {
    headers.set('ETag', etag);
    return replace(c, new Response(null, { status: 304, headers }));
  }
  try {
    const encoded = await work(c, { runner }, { picture: inMemory(bytes), recipe, files, strict: false });
    replace(c, answer(encoded, headers, etag));
  } catch (error) {
    if (onUnprocessable === 'fail' || publicError(error).fault !== 'client') throw error;
    replace(c, new Response(bytes as Uint8Array<ArrayBuffer>, original));
  }
}

/** The files that the recipe names, with texts that change when they do. */
async function furtherFiles(recipe: Recipe) {
  try {
    const files = await gatherFiles(recipe, findOnDisk);
    return { files, stamps: await stampsOf(files) };
  } catch (cause) {
    // The recipe is the server's own, so no client is to blame, or to be told a path.
    throw new Error('a file that the recipe of the middleware names cannot be read', { cause });
  }
}

/** Sets the response. Hono copies the headers of the old one to a new one, unless the old one is removed first. */
function replace(c: Context, response: Response): void {
  c.res = undefined;
  c.res = response;
}

/**
 * A compressed picture is not recognised, and would be sent unprocessed. (Bodies that `fetch` has unpacked keep the header of
 * the packed ones.)
 */
async function refuseCompressed({ headers }: Response, { rest }: OpenedBody): Promise<void> {
  const type = headers.get('Content-Type') ?? 'application/octet-stream';
  if (codingOf(headers) === undefined || !/^\s*(image\/(?!svg)|\w+\/octet-stream)/i.test(type)) return;
  await rest.cancel().catch(() => {});
  throw new NoirError('bad-source', 'The source sent a compressed body, though none was asked for');
}

/**
 * Refuses a body that is labelled a picture but is none: it may be half a picture, and must not get past the recipe.
 */
async function refuseMislabelled({ headers }: Response, { rest }: OpenedBody): Promise<void> {
  const type = headers.get('Content-Type')?.split(';', 1)[0]?.trim().toLowerCase();
  if (!Object.values(FORMATS).some(({ mime }) => mime === type)) return;
  await rest.cancel().catch(() => {});
  throw new NoirError('bad-source', `The source sent what is not ${type}`);
}

function answer(encoded: Encoded, headers: Headers, etag: string): Response {
  for (const [name, value] of Object.entries(pictureHeaders(encoded))) headers.set(name, value);
  // Another way may give other bytes the next time, so caches must not keep these under the same name.
  if (encoded.failedOver) headers.set('Cache-Control', 'no-store');
  else headers.set('ETag', etag);
  return new Response(encoded.data as Uint8Array<ArrayBuffer>, { headers });
}
