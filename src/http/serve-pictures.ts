/** Middleware that answers pictures of sources, below any place of an app. */
import type { Context, MiddlewareHandler } from 'hono';
import { FairRunner } from '../engine/fair-runner.ts';
import { checkNoirOptions } from '../library/noir-options.ts';
import { createNoir, type Noir, type NoirOptions, recipesOf } from '../noir.ts';
import type { UrlAdapter } from '../service/adapters/adapter.ts';
import type { PictureSource } from '../service/source.ts';
import { type AnyMiddleware, forAnyHono } from './any-hono.ts';
import { checkInstance, checkNames, SHARED } from './check-options.ts';
import { checkValues } from './check-values.ts';
import { type ClientOptions, noteClient } from './client.ts';
import { isRead } from './etag.ts';
import { failure, report } from './failure.ts';
import { pathBehind } from './image/address.ts';
import { type Desk, type DeskOptions, openDesk, purge } from './image/desk.ts';
import { showInfo, showPicture, showSrcset } from './image/show.ts';
import { checkAdapter, showAdapted } from './image/show-adapted.ts';
import { type Jobs, jobsOf } from './jobs.ts';
import { LazyRunner } from './lazy-runner.ts';
import { isLogged, logError, type OnError } from './log.ts';
import { routePath } from './routes.ts';

/** Options of the middleware `noir`, and of `createHandler`. */
export interface PictureOptions extends DeskOptions, ClientOptions {
  /** The source of the pictures; `sources` has several by their names. */
  readonly source?: PictureSource;
  /** Reads the addresses of another image server in place of Noir's own, such as `ipx()`. */
  readonly adapter?: UrlAdapter;
  /** The Noir that makes the pictures. By default one of its own, opened for the first of them. */
  readonly instance?: Noir;
  /** Options of its own Noir; ignored where `instance` is given. */
  readonly engine?: Omit<NoirOptions, 'opsModule'>;
  /** Jobs in progress at once, and how many of them may be heavy; by default four and one for each core. */
  readonly jobs?: Jobs;
  /** Receives the server's own faults; by default each becomes one line of JSON on stderr. */
  readonly onError?: OnError;
}

/** What can be done with pictures beside answering them. */
export interface PictureControls {
  /**
   * Forgets the kept pictures of a file, by its address in the source, or those whose source sent a tag. Tells how many
   * there were. Rejects with `store-failed` when a store of the cache may have some left.
   */
  purge(addressOrTag: string): Promise<number>;
  /** Waits for the work in progress and closes its own Noir. A given one stays open. */
  close(): Promise<void>;
}

/** Middleware that answers pictures, with what can be done beside. */
export type PictureMiddleware = AnyMiddleware & PictureControls;

const NAMES = {
  ...SHARED,
  ...({ source: true, adapter: true, instance: true, engine: true, jobs: true, onError: true } as const),
};

/** See `noir`. */
export function servePictures(options: PictureOptions): PictureMiddleware {
  checkNames(options, NAMES);
  checkValues(options);
  const { adapter, onError = logError } = options;
  const { desk, close } = openService(options);
  if (adapter) checkAdapter(adapter, desk);
  const handler: MiddlewareHandler = async function noir(c, next) {
    if (!isRead(c.req)) return next();
    noteClient(c, options);
    c.header('X-Content-Type-Options', 'nosniff');
    const path = pathBehind(c.req.url, routePath(c));
    try {
      return await (adapter ? showAdapted(c, path, { adapter, desk }) : show(c, path, desk));
    } catch (error) {
      const failed = failure(c, error);
      if (isLogged(error)) report(c, failed, onError);
      throw failed;
    }
  };
  return Object.assign(forAnyHono(handler), { purge: (name: string) => purge(desk, name), close });
}

function openService({ source, sources, instance, engine = {}, jobs, ...options }: PictureOptions) {
  if ((source === undefined) === (sources === undefined)) throw new Error('give either source or sources');
  if (instance !== undefined) checkInstance(instance);
  else checkNoirOptions(engine);
  const own = instance ? undefined : new LazyRunner(async () => (await createNoir(engine)).runner);
  const recipes = instance?.recipes ?? recipesOf(engine);
  const places = { ...jobsOf(jobs), queue: recipes.limits.queue };
  const runner = new FairRunner(instance?.runner ?? (own as LazyRunner), recipes, places);
  const desk = openDesk(
    { runner, recipes },
    { ...options, sources: sources ?? { '': source as PictureSource } },
  );
  return { desk, close: async () => own?.close() };
}

/** Answers Noir's own addresses. */
function show(c: Context, path: string, desk: Desk): Promise<Response> {
  const slash = path.indexOf('/');
  const [first, rest] = [path.slice(0, Math.max(0, slash)), path.slice(slash + 1)];
  if (first === 'srcset') return showSrcset(c, rest, desk);
  if (first === 'info') return showInfo(c, rest, desk);
  return showPicture(c, path, desk);
}
