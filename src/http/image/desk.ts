/** All that answers addresses of pictures: sources, caches, the gate, and a Runner for the work. */
import type { Noir } from '../../noir.ts';
import type { EntryStore } from '../../service/cache/entry.ts';
import { LooksCache } from '../../service/cache/looks-cache.ts';
import { memoryStore } from '../../service/cache/memory-store.ts';
import { ResultCache } from '../../service/cache/result-cache.ts';
import { SourceCache } from '../../service/cache/source-cache.ts';
import type { Metrics } from '../../service/metrics/metrics.ts';
import type { SourceFailure } from '../../service/source-failure.ts';
import { checkSourceNames, type NamedSources } from '../../service/sources.ts';
import type { Ages } from './cache-control.ts';
import { Gallery } from './gallery.ts';
import { Gatekeeper, type GateOptions } from './gatekeeper.ts';
import { LaterAvif } from './later-avif.ts';

/** Options of every door to pictures: the server, the middleware and the fetch handler. */
export interface DeskOptions extends GateOptions {
  /** Sources by name. Without any, no picture is fetched. */
  readonly sources?: NamedSources;
  /**
   * Address of a picture that is sent, with the recipe that was asked for and the status of the error, when the picture
   * itself is missing, damaged, or its source fails; none by default.
   */
  readonly fallback?: string;
  readonly cache?: CacheOptions;
  /** Seconds for which others may keep pictures. */
  readonly ages?: Ages;
  /** Receives every fault of a source, of which clients hear only the code; nobody by default. */
  readonly onSourceFailure?: ((failure: SourceFailure) => void) | undefined;
}

/** Where finished pictures and files of sources are kept. */
export interface CacheOptions {
  /** Bytes of finished pictures in the memory of this process; 64 MiB by default, 0 for none. */
  readonly memory?: number;
  /** Bytes of files of the sources in the memory of this process; 64 MiB by default, 0 for none. */
  readonly sourceMemory?: number;
  /** Further stores of finished pictures, the quicker one first, such as that of `diskStore`. */
  readonly stores?: readonly EntryStore[];
  /**
   * Seconds for which pictures and files that are stale are still used while their source fails, unless the source says
   * how long; 0 by default, at most a day.
   */
  readonly staleIfError?: number;
}

/** The part of a Noir that does the work. */
export interface Place extends Pick<Noir, 'runner' | 'recipes'> {
  /** Counts pictures and questions to sources; none by default. */
  readonly metrics?: Metrics | undefined;
}

export interface Desk extends Pick<Place, 'runner' | 'recipes'> {
  readonly files: SourceCache;
  readonly results: ResultCache;
  readonly looks: LooksCache;
  readonly gallery: Pick<Gallery, 'show'>;
  readonly gate: Gatekeeper;
  readonly ages: Ages | undefined;
  readonly fallback: string | undefined;
}

const MiB = 2 ** 20;

/** Throws an error for options that are wrong. */
export function openDesk({ runner, recipes, metrics }: Place, options: DeskOptions): Desk {
  const { sources = {}, ages, fallback, cache = {}, onSourceFailure } = options;
  checkSourceNames(sources);
  const { memory = 64 * MiB, sourceMemory: maxBytes = 64 * MiB, stores = [], staleIfError = 0 } = cache;
  const onFetch = (outcome: string, milliseconds: number) =>
    metrics?.time('noir_fetch_duration_seconds', milliseconds / 1000, { outcome });
  const files = new SourceCache(sources, { maxBytes, staleIfError, onFetch, onFailure: onSourceFailure });
  const results = new ResultCache([...(memory > 0 ? [memoryStore(memory)] : []), ...stores]);
  const atOnce = new Gallery({ runner, sources: files, results });
  const uncounted = results.keeps ? new LaterAvif(atOnce) : atOnce;
  const gallery = metrics ? counted(uncounted, metrics) : uncounted;
  const gate = new Gatekeeper(options, recipes);
  const looks = new LooksCache(memory > 0);
  return { runner, recipes, files, results, looks, gallery, gate, ages, fallback };
}

function counted(gallery: Desk['gallery'], metrics: Metrics): Desk['gallery'] {
  return {
    async show(wanted, knows, looked) {
      const shown = await gallery.show(wanted, knows, looked);
      metrics.count('noir_pictures_total', { how: shown.how });
      return shown;
    },
  };
}

/** Forgets the pictures and files with a tag, and tells how many pictures there were. */
export function purge(
  { files, results, looks }: Pick<Desk, 'files' | 'results' | 'looks'>,
  tag: string,
): Promise<number> {
  files.purge(tag);
  // They are found again quickly.
  looks.clear();
  return results.purge(tag);
}
