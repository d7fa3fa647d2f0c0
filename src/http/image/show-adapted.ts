/** Answers the addresses of other image servers, as their adapters read them. */
import type { Context } from 'hono';
import { isNoirError } from '../../core/errors.ts';
import type { FormatName } from '../../formats/format.ts';
import { uprightExtent } from '../../formats/orientation.ts';
import { FORMATS, peekHeader, readHeader } from '../../formats/registry.ts';
import type { Recipes } from '../../recipe/recipes.ts';
import type { Adapted, SourcePicture, UrlAdapter } from '../../service/adapters/adapter.ts';
import { strongEtag } from '../../service/cache/entry.ts';
import { factsOf } from '../../service/cache/result-cache.ts';
import type { Content, KnownFile } from '../../service/cache/source-cache.ts';
import { clientOf } from '../client.ts';
import { isFresh } from '../etag.ts';
import { noteLoggedPath } from '../logged-path.ts';
import { acceptedFor, variesByAccept } from '../work.ts';
import { rawPath } from './address.ts';
import { requestOf, type Sent, send, sendFallback } from './answer.ts';
import type { Desk } from './desk.ts';
import type { Shown } from './gallery.ts';
import { readHints } from './hints.ts';
import { isReplaced } from './show.ts';

/** Throws an error for an adapter that would let unsigned addresses in beside signed ones. */
export function checkAdapter({ name, signed }: UrlAdapter, { gate }: Pick<Desk, 'gate'>): void {
  if (!gate.isClosed || signed) return;
  throw new Error(`${name}: its addresses carry no signature, and this server asks for one, or for presets`);
}

interface Means {
  readonly adapter: UrlAdapter;
  readonly desk: Desk;
}

/** Answers an address of another image server, as its adapter reads it. */
export async function showAdapted(c: Context, path: string, { adapter, desk }: Means): Promise<Response> {
  const { searchParams } = new URL(c.req.url);
  if (adapter.logged) {
    const before = rawPath(c.req.url).slice(0, -path.length || undefined);
    noteLoggedPath(c, before + adapter.logged(path));
  }
  const asked = { path, query: searchParams, accept: c.req.header('Accept') };
  const { hints, sizes } = desk.gate;
  const adapted = adapter.read({ ...asked, hints: hints ? readHints(c.req.raw.headers, sizes) : undefined });
  const { vary = [] } = adapted;
  if (vary.length > 0) c.header('Accept-CH', vary.join(', '));
  for (const name of vary) c.header('Vary', name, { append: true });
  const readings = [adapted, ...(hints ? [adapter.read(asked)] : [])] as const;
  try {
    const { shown, sent } = await makeAdapted(c, readings, { desk, knows: (etag) => isFresh(c, etag) });
    return send(c, shown, sent);
  } catch (error) {
    // Only an address that the sources allow is one that this server may send people to.
    const isAllowed = isNoirError(error) && !['source-forbidden', 'not-found'].includes(error.code);
    const target = isAllowed && adapted.redirectsOnError ? webAddress(adapted.address) : undefined;
    if (target === undefined) {
      const replaced = await showFallback(c, readings, { error, desk });
      if (replaced) return replaced;
      throw (isNoirError(error) && adapter.refusals?.[error.code]) || error;
    }
    c.header('Cache-Control', 'no-store');
    return c.redirect(target, 302);
  }
}

/** A whole address as a header may have it: percent-encoded, as it is asked for. Undefined for any other address. */
function webAddress(address: string): string | undefined {
  return /^https?:\/\//i.test(address) && URL.canParse(address) ? new URL(address).href : undefined;
}

/** With and without client hints. */
type Readings = readonly [Adapted, ...Adapted[]];

/** The picture of `fallback` in place of one that cannot be had. Undefined for other errors, and where there is none. */
async function showFallback(
  c: Context,
  readings: Readings,
  { error, desk }: { readonly error: unknown; readonly desk: Desk },
): Promise<Response | undefined> {
  const { fallback: address, files } = desk;
  if (address === undefined || !isReplaced(error)) return undefined;
  const [adapted, ...others] = readings;
  const inPlace = [{ ...adapted, address }, ...others.map((other) => ({ ...other, address }))] as const;
  const made = await makeAdapted(c, inPlace, { desk, knows: () => false }).catch(() => undefined);
  if (!made) return undefined;
  const isPrivate = files.isPrivate(adapted.address);
  return sendFallback(c, made.shown, made.sent, { status: error.status, code: error.code, isPrivate });
}

/** The picture. Readings that lead to a size that is not listed are ignored. */
async function makeAdapted(
  c: Context,
  readings: Readings,
  { desk, knows }: { readonly desk: Desk; knows(etag: string): boolean },
): Promise<{ readonly shown: Shown; readonly sent: Sent }> {
  const { files, gallery, gate, recipes, ages } = desk;
  const [{ address, fileName, attachment, expires, readsAccept = false }] = readings;
  const request = requestOf(c, recipes);
  const looked = await files.look(address, request);
  const read = await files.read(address, looked, request);
  const picture = pictureOf(read.content, recipes);
  const drafts = readings.map((reading) => reading.recipeFor(picture));
  const sent: Sent = { address, ages, fileName, attachment, expires };
  const parsed = drafts.map((draft) => (draft === 'original' ? draft : recipes.parse(draft)));
  const recipe = parsed.find((each) => each === 'original' || gate.allows(each)) ?? parsed.at(-1);
  // A cache that stands in front keeps one answer for each `Accept` of it.
  const varies = parsed.some((each) => each !== 'original' && variesByAccept(each));
  const isSaid = /(^|,)\s*accept\s*(,|$)/i.test(c.res.headers.get('Vary') ?? '');
  if ((varies || readsAccept) && !isSaid) c.header('Vary', 'Accept', { append: true });
  if (recipe === undefined || recipe === 'original') {
    const { bytes, file } = await files.readBytes(address, read, request);
    return { shown: originalOf(bytes, file, recipes), sent };
  }
  gate.check(recipe);
  const accept = c.req.header('Accept');
  const wanted = {
    ...{ recipe, address, request },
    ...clientOf(c),
    accepted: (own: FormatName | undefined) =>
      own && variesByAccept(recipe) ? acceptedFor(recipe, own, accept) : [],
  };
  const known = { ...read, ...(read.file === looked.file && looked.stale && { stale: looked.stale }) };
  return { shown: await gallery.show(wanted, knows, known), sent };
}

function pictureOf(content: Content, { limits }: Recipes): SourcePicture {
  const { format, channels, frames, ...header } =
    content.kind === 'bytes' ? readHeader(content.bytes, limits) : peekHeader(content.head, limits);
  return {
    ...uprightExtent(header, header.orientation),
    format,
    alpha: channels % 2 === 0,
    animated: frames !== undefined,
  };
}

/** The file of the source, without its metadata where these can be cut out. */
function originalOf(bytes: Uint8Array, file: KnownFile, { limits }: Recipes): Shown {
  const { format } = readHeader(bytes, limits);
  const { mime, extensions, strip } = FORMATS[format];
  const data = strip?.(bytes, limits) ?? bytes;
  const etag = strongEtag(data);
  const entry = { bytes: data, etag, headers: { 'Content-Type': mime }, extension: extensions[0], tags: [] };
  return { entry, ...factsOf(entry), file, how: 'bypassed', failedOver: false };
}
