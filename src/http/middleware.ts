/** Hono middleware that runs a recipe on the pictures that other handlers answer with. */

import type { Context, MiddlewareHandler } from 'hono';
import { HTTPException } from 'hono/http-exception';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { PROBLEMS } from '../core/errors.ts';
import { findOnDisk, gatherFiles } from '../engine/files.ts';
import type { Runner } from '../engine/job.ts';
import { FORMATS } from '../formats/registry.ts';
import type { Noir } from '../noir.ts';
import type { Recipe, RecipeInput } from '../recipe/recipe.ts';
import { pictureHeaders } from './picture.ts';
import { problemResponse, publicError } from './problem.ts';
import { variesByAccept, work } from './work.ts';

/** Headers that are true of the original's bytes only. */
const STALE = ['ETag', 'Content-Length', 'Accept-Ranges', 'Content-MD5', 'Digest', 'Repr-Digest'];

/**
 * Hono middleware that runs a recipe on the pictures which the handlers behind it answer. Responses
 * other than 200, of other types, or compressed pass untouched. With `f_auto` the client's `Accept`
 * chooses the format. Throws `invalid-parameter` when the recipe is not valid.
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
  { runner, recipes }: Pick<Noir, 'runner' | 'recipes'>,
  ops: string | RecipeInput,
): MiddlewareHandler {
  const recipe = typeof ops === 'string' ? recipes.parseOps(ops) : recipes.parse(ops);
  return async function noir(c, next) {
    withoutRange(c);
    await next();
    if (c.error || !isPicture(c.res)) return;
    const original = c.res;
    const processed = await run(c, runner, recipe);
    // Hono copies the headers of the old response to a new one, unless the old one is removed first.
    c.res = undefined;
    c.res = new Response(processed.body, { headers: mergeHeaders(original.headers, processed, recipe) });
  };
}

interface ProcessedBody {
  readonly body: Uint8Array<ArrayBuffer>;
  readonly headers: Readonly<Record<string, string>>;
}

async function run(c: Context, runner: Runner, recipe: Recipe): Promise<ProcessedBody> {
  try {
    const files = await gatherFiles(recipe, findOnDisk);
    const bytes = new Uint8Array(await c.res.arrayBuffer());
    const encoded = await work(c, { runner }, { bytes, recipe, files, strict: false });
    return { body: encoded.data as Uint8Array<ArrayBuffer>, headers: pictureHeaders(encoded) };
  } catch (error) {
    const shown = publicError(error);
    const res = problemResponse(shown, c.get('requestId') ?? crypto.randomUUID());
    const { status, title } = PROBLEMS[shown.code];
    // Hono's list of codes lacks 499.
    throw new HTTPException(status as ContentfulStatusCode, { res, message: title, cause: error });
  }
}

function mergeHeaders(original: Headers, { headers }: ProcessedBody, recipe: Recipe): Headers {
  const merged = new Headers(original);
  for (const name of STALE) merged.delete(name);
  for (const [name, value] of Object.entries(headers)) merged.set(name, value);
  if (variesByAccept(recipe)) merged.append('Vary', 'Accept');
  return merged;
}

/** Removes the Range header: a part of the original is useless here, and may show what the recipe hides. */
function withoutRange(c: Context): void {
  if (c.req.header('Range') === undefined) return;
  const headers = new Headers(c.req.raw.headers);
  headers.delete('Range');
  c.req.raw = new Request(c.req.raw, { headers });
}

function isPicture(response: Response): boolean {
  const { status, headers } = response;
  return (
    status === 200 &&
    response.body !== null &&
    !headers.has('Content-Encoding') &&
    formatOf(response) !== undefined
  );
}

function formatOf({ headers }: Response) {
  const mime = headers.get('Content-Type')?.split(';', 1)[0]?.trim().toLowerCase();
  return Object.values(FORMATS).find((format) => format.mime === mime);
}
