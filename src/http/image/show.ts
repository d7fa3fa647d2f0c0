/** Answers the addresses of pictures, of facts about them, and of a `srcset`. `path` is that behind the place of the routes. */
import type { Context } from 'hono';
import { type ErrorCode, isNoirError, type NoirError } from '../../core/errors.ts';
import type { FormatName } from '../../formats/format.ts';
import { strongEtag } from '../../service/cache/entry.ts';
import { describePicture, readFields } from '../../service/picture-info.ts';
import { SOURCE_FAULTS } from '../../service/source-failure.ts';
import { readPackage } from '../../version.ts';
import { clientOf } from '../client.ts';
import { isFresh } from '../etag.ts';
import { readParameter } from '../query.ts';
import { sentPath } from '../sent-path.ts';
import { acceptedFor, variesByAccept } from '../work.ts';
import { requestOf, send, sendFallback } from './answer.ts';
import { cacheControl } from './cache-control.ts';
import type { Desk } from './desk.ts';
import type { Wanted } from './gallery.ts';
import type { Admitted } from './gatekeeper.ts';
import { ACCEPT_CH } from './hints.ts';
import { makeSrcset, readWidths } from './srcset.ts';

/** Faults of a source or its file for which the fallback is sent. */
const REPLACED: ReadonlySet<ErrorCode> = new Set([
  ...SOURCE_FAULTS,
  'not-found',
  'gone',
  'unsupported-format',
  'corrupt-image',
  'truncated-image',
  'source-limit',
]);

/** Whether a picture that cannot be had has another one in its place, if there is one. */
export function isReplaced(error: unknown): error is NoirError {
  return isNoirError(error) && REPLACED.has(error.code);
}

/** Answers `{ops}/{source}`: a picture, or the one that stands in for it. */
export async function showPicture(c: Context, path: string, desk: Desk): Promise<Response> {
  const { recipe, address, vary, expires } = desk.gate.admit(c, path, 'image');
  if (variesByAccept(recipe)) c.header('Vary', 'Accept', { append: true });
  for (const name of vary) c.header('Vary', name, { append: true });
  if (desk.gate.hints) c.header('Accept-CH', ACCEPT_CH);
  const accept = c.req.header('Accept');
  const wanted: Wanted = {
    ...{ recipe, address, request: requestOf(c, desk.recipes) },
    ...clientOf(c),
    accepted: (own: FormatName | undefined) => (own ? acceptedFor(recipe, own, accept) : []),
  };
  try {
    const shown = await desk.gallery.show(wanted, (etag) => isFresh(c, etag));
    return send(c, shown, { address, ages: desk.ages, expires });
  } catch (error) {
    return showFallback(c, wanted, { error, desk, expires });
  }
}

/** Throws the error if it is no fault of the picture, or if there is no other picture to send. */
async function showFallback(
  c: Context,
  wanted: Wanted,
  { error, desk, expires }: { readonly error: unknown; readonly desk: Desk } & Pick<Admitted, 'expires'>,
): Promise<Response> {
  const { fallback, files, gallery } = desk;
  if (fallback === undefined || !isReplaced(error)) throw error;
  const shown = await gallery.show({ ...wanted, address: fallback }, () => false).catch(() => undefined);
  if (!shown) throw error;
  const { status, code } = error;
  const isPrivate = files.isPrivate(wanted.address);
  return sendFallback(c, shown, { address: fallback, ages: undefined, expires }, { status, code, isPrivate });
}

/** Answers `srcset/{ops}/{source}?widths=…` with JSON; `path` begins behind `srcset/`. */
export async function showSrcset(c: Context, path: string, desk: Desk): Promise<Response> {
  const { files, gate, recipes } = desk;
  const widths = readParameter(c, 'widths');
  const admitted = gate.admit(c, path, widths === undefined ? 'srcset' : `srcset?widths=${widths}`);
  const request = requestOf(c, recipes);
  const looked = await files.look(admitted.address, request);
  const { bytes } = await files.readBytes(admitted.address, looked, request);
  // As the client wrote it, below a prefix if there is one, without the segment `srcset`.
  const base = sentPath(c)
    .slice(0, -path.length)
    .replace(/[^/]*\/$/, '');
  const wanted = { ...admitted, widths: readWidths(widths, gate.sizes), base };
  const srcset = makeSrcset(bytes, wanted, { gate, limits: recipes.limits });
  return c.json(srcset, 200, { 'Cache-Control': 'no-cache' });
}

/** Answers `info/{source}` with JSON; `path` begins behind `info/`. */
export async function showInfo(c: Context, path: string, desk: Desk): Promise<Response> {
  const { files, gate, looks, recipes, runner, ages } = desk;
  const { address, expires } = gate.admitSource(c, path, 'info');
  const fields = readFields(readParameter(c, 'fields'));
  const request = requestOf(c, recipes);
  const looked = await files.look(address, request);
  const { bytes, file } = await files.readBytes(address, looked, request);
  const etag = strongEtag(Buffer.from(JSON.stringify([file.validator, fields, readPackage().version])));
  const lives = cacheControl({ file, failedOver: false }, ages, expires);
  const kept = { ETag: `W/${etag}`, 'Cache-Control': lives };
  if (isFresh(c, etag)) return c.body(null, 304, kept);
  const { signal } = c.req.raw;
  const wanted = { bytes, fields, job: clientOf(c), signal };
  const isPrivate = files.isPrivate(address) || file.freshness?.scope !== undefined;
  const key = isPrivate ? undefined : `${address}\n${file.validator}`;
  const looksOf: Parameters<typeof describePicture>[1]['looksOf'] = (find) => looks.get(key, signal, find);
  return c.json(await describePicture(wanted, { runner, limits: recipes.limits, looksOf }), 200, kept);
}
