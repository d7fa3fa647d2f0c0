/** Opens the caches of `noir serve`, and reads how long others may keep pictures. */
import { describeFileError } from '../../engine/file-error.ts';
import type { Ages } from '../../http/image/cache-control.ts';
import { diskStore } from '../../service/cache/disk-store.ts';
import type { EntryStore } from '../../service/cache/entry.ts';
import { redisStore } from '../../service/cache/redis-store.ts';
import type { Configured } from '../../service/configuration/table.ts';
import { UsageError } from '../failure.ts';
import { reasonOfRedis, sayingFailures } from './store-failures.ts';

/**
 * The caches of a server. `say` is told when Redis stops to answer, when it answers again, and when a store fails. Throws
 * `UsageError`.
 */
export async function openCache(
  { memory, dir, disk, redis, staleIfError }: Configured['cache'],
  say: (line: string) => void,
) {
  const stores: EntryStore[] = [];
  if (dir !== undefined) stores.push(await openFolder(dir, disk, say));
  if (redis !== undefined) stores.push(await openRedis(redis, say));
  return { memory, sourceMemory: memory, stores, staleIfError: staleIfError / 1000 };
}

/** The times for which clients may keep pictures, in seconds. */
export function readAges(ages: Configured['ages']): Ages {
  return Object.fromEntries(Object.entries(ages).map(([name, time]) => [name, Math.floor(time / 1000)]));
}

async function openFolder(
  folder: string,
  maxBytes: number,
  say: (line: string) => void,
): Promise<EntryStore> {
  const name = `the folder of the cache, ${folder}`;
  try {
    return sayingFailures(await diskStore(folder, maxBytes), name, describeFileError, say);
  } catch (error) {
    throw new UsageError(`${name}: ${describeFileError(error)}`);
  }
}

/** Closes what `openCache` has opened. Never rejects. */
export async function closeStores({ stores }: { readonly stores: readonly EntryStore[] }): Promise<void> {
  await Promise.all(stores.map((store) => store.close?.().catch(() => {})));
}

async function openRedis(url: string, say: (line: string) => void): Promise<EntryStore> {
  const { Redis } = await import('ioredis').catch((cause) => {
    throw new UsageError('NOIR_REDIS needs the package ioredis: npm install ioredis', { cause });
  });
  const client = new Redis(url, { maxRetriesPerRequest: 1, enableOfflineQueue: false, commandTimeout: 1000 });
  // Commands fail on their own. The cache counts that, and the client connects again by itself.
  let isDown = false;
  client.on('error', ({ message }) => {
    if (!isDown)
      say(`Redis does not answer (${message}): until it does, this server's cache goes on without it`);
    isDown = true;
  });
  client.on('ready', () => {
    if (isDown) say('Redis answers again');
    isDown = false;
  });
  return {
    ...sayingFailures(redisStore(client), 'the Redis of the cache', reasonOfRedis, say),
    async close() {
      await client.quit().catch(() => {});
      // A client that is not connected goes on trying, and keeps the process.
      client.disconnect();
    },
  };
}
