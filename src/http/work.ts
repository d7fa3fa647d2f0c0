/** Turns an HTTP request into a job, and runs it until the client leaves. */
import type { Context } from 'hono';
import { type Encoded, encodedOf, encodedOutputs } from '../engine/encoded.ts';
import { type Done, expectDone, makeJob, type Source } from '../engine/job.ts';
import type { FormatName } from '../formats/format.ts';
import { sniffFormat } from '../formats/registry.ts';
import type { Noir } from '../noir.ts';
import type { Recipe } from '../recipe/recipe.ts';
import { admitted, negotiate } from './accept.ts';
import type { Arrived } from './body.ts';
import { clientOf } from './client.ts';

interface Request {
  readonly picture: Arrived;
  readonly recipe: Recipe;
  readonly files?: Readonly<Record<string, Source>>;
  /** Refuses with `not-acceptable` a format that the recipe names and the client does not accept. */
  readonly strict: boolean;
}

/**
 * Runs a recipe on a picture for the client of `c`. The work is given up when the client leaves. Throws `NoirError`,
 * `not-acceptable` among others, before anything is decoded.
 */
export async function work(c: Context, noir: Pick<Noir, 'runner'>, request: Request): Promise<Encoded> {
  return encodedOf(await run(c, noir, request));
}

/** As `work`, for a recipe of several outputs. */
export async function workSeveral(
  c: Context,
  noir: Pick<Noir, 'runner'>,
  request: Request,
): Promise<Encoded[]> {
  return encodedOutputs(await run(c, noir, request));
}

async function run(c: Context, { runner }: Pick<Noir, 'runner'>, request: Request): Promise<Done> {
  const { picture, recipe, files = {} } = request;
  const accepted = acceptedBy(c, request);
  const job = makeJob({ input: picture.source, recipe, files, accepted, ...clientOf(c) });
  const answer = await runner.run(job, c.req.raw.signal);
  // A job that was given up may be read still.
  picture.close(answer.kind === 'done');
  return expectDone(answer);
}

/** The formats that may be sent, best first; none for a report. */
function acceptedBy(c: Context, { picture: { source }, recipe, strict }: Request) {
  const own = sniffFormat(source.kind === 'bytes' ? source.bytes : (source.head ?? new Uint8Array()))?.name;
  // Bytes of no known format are the Runner's to refuse.
  if (!own) return [];
  const accept = c.req.header('Accept');
  if (recipe.outputs) return admitted(accept);
  return strict || variesByAccept(recipe) ? acceptedFor(recipe, own, accept) : [];
}

/**
 * The formats of one output that may be sent, best first, for a picture of the format `own`; none for a report. Throws
 * `not-acceptable`.
 */
export function acceptedFor(
  { steps, output }: Recipe,
  own: FormatName,
  accept: string | undefined,
): readonly FormatName[] {
  if (steps.at(-1)?.op.report) return [];
  return negotiate(accept, output.format ?? own);
}

/** Whether the answer depends on the Accept header, so that caches have to keep it apart. */
export function variesByAccept({ output, outputs }: Recipe): boolean {
  return outputs !== undefined || output.format === 'auto';
}
