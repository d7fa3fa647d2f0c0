/** `GET /image/…`: pictures of the configured sources, changed as their addresses say. */
import { type Context, Hono } from 'hono';
import { type ErrorCode, isNoirError } from '../../core/errors.ts';
import type { FormatName } from '../../formats/format.ts';
import type { Noir } from '../../noir.ts';
import { type EntryStore, strongEtag } from '../../service/cache/entry.ts';
import { memoryStore } from '../../service/cache/memory-store.ts';
import { ResultCache } from '../../service/cache/result-cache.ts';
import { SourceCache } from '../../service/cache/source-cache.ts';
import { describePicture, readFields } from '../../service/picture-info.ts';
import { checkSourceNames, type NamedSources } from '../../service/sources.ts';
import { isFresh } from '../etag.ts';
import { acceptedFor, variesByAccept } from '../work.ts';
import { type Adapters, adapterRoutes } from './adapter-routes.ts';
import { clientOf, requestOf, send, sendFallback } from './answer.ts';
import { type Ages, cacheControl } from './cache-control.ts';
import { Gallery } from './gallery.ts';
import { Gatekeeper, type GateOptions } from './gatekeeper.ts';
import { purgeRoutes } from './purge.ts';
import { makeSrcset, readWidths } from './srcset.ts';

export interface ImageOptions extends GateOptions {
  /** Sources by name. Without any, no picture is fetched. */
  readonly sources?: NamedSources;
  /**
   * Address of a picture that is sent, with the recipe that was asked for and the status of the error, when the picture
   * itself is missing, damaged, or its source fails; none by default.
   */
  readonly fallback?: string;
  readonly cache?: CacheOptions;
  /** Addresses of other image servers, by the path below which they are: `{ '/_ipx': ipx() }`. */
  readonly adapters?: Adapters;
  /** Seconds for which others may keep pictures. */
  readonly ages?: Ages;
}

/** Faults of a source or its file for which the fallback is sent. */
const REPLACED: ReadonlySet<ErrorCode> = new Set([
  'not-found',
  'gone',
  'unsupported-format',
  'corrupt-image',
  'truncated-image',
  'source-limit',
  'bad-source',
  'source-truncated',
  'source-not-picture',
  'source-busy',
  'source-timeout',
]);

export interface CacheOptions {
  /** Bytes of finished pictures in the memory of this process; 64 MiB by default, 0 for none. */
  readonly memory?: number;
  /** Bytes of files of the sources in the memory of this process; 64 MiB by default, 0 for none. */
  readonly sourceMemory?: number;
  /** Further stores of finished pictures, the quicker one first, such as that of `diskStore`. */
  readonly stores?: readonly EntryStore[];
}

const MiB = 2 ** 20;

/** The routes, and the counts of their caches. */
type ImageRoutes = Hono & { caches(): ReturnType<ResultCache['status']> };

type Place = Pick<Noir, 'runner' | 'recipes'>;

/** Routes that fetch a picture from a source, change it, and answer it. Throws an error for options that are wrong. */
export function imageRoutes(
  noir: Place,
  { sources = {}, ...options }: ImageOptions,
  keys: readonly string[] = [],
): ImageRoutes {
  checkSourceNames(sources);
  const gate = new Gatekeeper(options, noir.recipes);
  const { memory = 64 * MiB, sourceMemory = 64 * MiB, stores = [] } = options.cache ?? {};
  const files = new SourceCache(sources, sourceMemory);
  const results = new ResultCache([...(memory > 0 ? [memoryStore(memory)] : []), ...stores]);
  const gallery = new Gallery({ runner: noir.runner, sources: files, results });
  const routes = new Hono();

  routes.get('/image/srcset/*', async (c) => {
    const widths = c.req.query('widths');
    const admitted = gate.admit(c, widths === undefined ? 'srcset' : `srcset?widths=${widths}`);
    const request = requestOf(c, noir.recipes);
    const looked = await files.look(admitted.address, request);
    const { bytes } = await files.read(admitted.address, looked, request);
    const wanted = { ...admitted, widths: readWidths(widths, gate.sizes), base: baseOf(c) };
    const srcset = makeSrcset(bytes, wanted, { gate, limits: noir.recipes.limits });
    return c.json(srcset, 200, { 'Cache-Control': 'no-cache' });
  });

  routes.get('/image/info/*', async (c) => {
    const { address } = gate.admitSource(c, 'info');
    const fields = readFields(c.req.query('fields'));
    const request = requestOf(c, noir.recipes);
    const looked = await files.look(address, request);
    const { bytes, file } = await files.read(address, looked, request);
    const etag = strongEtag(Buffer.from(JSON.stringify([file.validator, fields])));
    const kept = {
      ETag: `W/${etag}`,
      'Cache-Control': cacheControl({ file, failedOver: false }, options.ages),
    };
    if (isFresh(c, etag)) return c.body(null, 304, kept);
    const wanted = { bytes, fields, job: clientOf(c), signal: c.req.raw.signal };
    const { runner, recipes } = noir;
    return c.json(await describePicture(wanted, { runner, limits: recipes.limits }), 200, kept);
  });

  routes.get('/image/*', async (c) => {
    const { recipe, address } = gate.admit(c, 'image');
    if (variesByAccept(recipe)) c.header('Vary', 'Accept', { append: true });
    const accept = c.req.header('Accept');
    const wanted = {
      ...{ recipe, address, request: requestOf(c, noir.recipes) },
      ...clientOf(c),
      accepted: (own: FormatName | undefined) => (own ? acceptedFor(recipe, own, accept) : []),
    };
    try {
      const shown = await gallery.show(wanted, (etag) => isFresh(c, etag));
      return send(c, shown, { address, ages: options.ages });
    } catch (error) {
      const { fallback } = options;
      if (fallback === undefined || !isNoirError(error) || !REPLACED.has(error.code)) throw error;
      const shown = await gallery.show({ ...wanted, address: fallback }, () => false).catch(() => undefined);
      if (!shown) throw error;
      return sendFallback(c, shown, fallback, error);
    }
  });

  const desk = { files, gallery, gate, recipes: noir.recipes, ages: options.ages };
  routes.route('/', adapterRoutes(options.adapters ?? {}, desk));
  routes.route('/', purgeRoutes({ files, results }, keys));
  return Object.assign(routes, { caches: () => results.status() });
}

/** The path of the app's pictures, as the client wrote it: `/image/`, below a prefix if there is one. */
function baseOf(c: Context): string {
  const { pathname } = new URL(c.req.url);
  return pathname.slice(0, pathname.indexOf('/image/srcset/') + '/image/'.length);
}
