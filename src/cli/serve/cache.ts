/** Options of `noir serve` about its caches. */
import { diskStore } from '../../service/cache/disk-store.ts';
import type { EntryStore } from '../../service/cache/entry.ts';
import { redisStore } from '../../service/cache/redis-store.ts';
import { UsageError } from '../failure.ts';

interface Given {
  readonly cache: string;
  readonly cacheDir?: string;
  readonly cacheDisk: string;
}

const MiB = 2 ** 20;

/** The caches of a server. Throws `UsageError`. The address of Redis comes from the environment: it may have a password. */
export async function openCache(given: Given, env: NodeJS.ProcessEnv = process.env) {
  const memory = MiB * readSize('--cache', given.cache);
  const stores: EntryStore[] = [];
  if (given.cacheDir !== undefined) {
    stores.push(await openFolder(given.cacheDir, MiB * readSize('--cache-disk', given.cacheDisk)));
  }
  if (env.NOIR_REDIS) stores.push(await openRedis(env.NOIR_REDIS));
  return { memory, sourceMemory: memory, stores };
}

function readSize(option: string, text: string): number {
  if (/^\d{1,7}$/.test(text)) return Number(text);
  throw new UsageError(`${option} takes a whole number of MiB, not ${JSON.stringify(text)}`);
}

async function openFolder(folder: string, maxBytes: number): Promise<EntryStore> {
  try {
    return await diskStore(folder, maxBytes);
  } catch (error) {
    throw new UsageError(`--cache-dir ${folder}: ${(error as Error).message}`);
  }
}

async function openRedis(url: string): Promise<EntryStore> {
  const { Redis } = await import('ioredis').catch((cause) => {
    throw new UsageError('NOIR_REDIS needs the package ioredis: npm install ioredis', { cause });
  });
  const client = new Redis(url, { maxRetriesPerRequest: 1, enableOfflineQueue: false, commandTimeout: 1000 });
  // Commands fail on their own. The cache counts that, and the client connects again by itself.
  client.on('error', () => {});
  return redisStore(client);
}
