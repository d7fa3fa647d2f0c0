/** Says that a store of the cache fails, and why. The server goes on without it, so nobody would notice otherwise. */
import type { EntryStore } from '../../service/cache/entry.ts';
import { saySourceFailures } from './source-failures.ts';

/**
 * The store, which tells `say` of its failures: the first time, then once a minute at most for each reason. `reasonOf` gives the
 * reason of an error in words; undefined for errors that are told elsewhere.
 */
export function sayingFailures(
  store: EntryStore,
  name: string,
  reasonOf: (error: unknown) => string | undefined,
  say: (line: string) => void,
): EntryStore {
  const tell = saySourceFailures(say);
  const told = async <Value>(work: Promise<Value>): Promise<Value> => {
    try {
      return await work;
    } catch (error) {
      const reason = reasonOf(error);
      if (reason !== undefined) tell({ source: name, reason, code: 'store-failed' });
      throw error;
    }
  };
  return {
    ...store,
    get: (key) => told(store.get(key)),
    set: (key, entry) => told(store.set(key, entry)),
    purge: (tag) => told(store.purge(tag)),
    ...(store.lock && { lock: (key: string) => told((store.lock as NonNullable<EntryStore['lock']>)(key)) }),
  };
}

/** The reason of an answer of Redis, or of its silence. Lost connections are told when they are lost. */
export function reasonOfRedis(error: unknown): string | undefined {
  const { name, message } = error as Error;
  if (message.startsWith('OOM ')) {
    return 'it is full, and refuses pictures; set its maxmemory-policy to allkeys-lru, so that it drops old ones';
  }
  return name === 'ReplyError' || message === 'Command timed out' ? message : undefined;
}
