/** Keeps entries in Redis, for several servers, and lets one of them alone make a picture. */
import { createHash, randomUUID } from 'node:crypto';
import { type EntryStore, readEntry, writeEntry } from './entry.ts';

/** The commands that are used, as `ioredis` has them. */
export interface RedisClient {
  getBuffer(key: string): Promise<Buffer | null>;
  set(key: string, value: string | Buffer, unit: 'EX' | 'PX', time: number): Promise<unknown>;
  set(key: string, value: string, unit: 'PX', time: number, when: 'NX'): Promise<unknown>;
  zscore(key: string, member: string): Promise<string | null>;
  zrange(key: string, first: number, last: number): Promise<string[]>;
  eval(script: string, keys: number, ...values: string[]): Promise<unknown>;
  quit(): Promise<unknown>;
}

/** Options of `redisStore`. */
export interface RedisOptions {
  /** Beginning of every key in Redis; `noir:` by default. */
  readonly prefix?: string;
  /** Seconds for which an entry is kept; a day by default. Redis itself bounds the memory: `maxmemory-policy allkeys-lru`. */
  readonly keep?: number;
  /** Bytes of an entry at most; 16 MiB by default. */
  readonly maxEntryBytes?: number;
}

/** Milliseconds after which a lock ends by itself, because its server may have died. */
const LOCK_TIME = 15_000;

/** Gives a lock back, unless it has ended and is somebody else's by now. */
const RELEASE = `if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('del', KEYS[1]) else return 0 end`;

/**
 * Adds an entry to the list of a tag, and takes those out that Redis has dropped after their time. The list is a sorted set of the
 * seconds at which entries end. One that only grew would take more memory every day, as long as any picture has the tag.
 */
const LIST = `
local now = tonumber(redis.call('time')[1])
redis.call('zremrangebyscore', KEYS[1], '-inf', now)
redis.call('zadd', KEYS[1], now + ARGV[2], ARGV[1])
return redis.call('expire', KEYS[1], ARGV[2])`;

/** Deletes some entries, and takes them out of the list of a tag. What is put into it meanwhile stays. */
const FORGET = `redis.call('zrem', KEYS[1], unpack(ARGV)) return redis.call('del', unpack(ARGV))`;

/** Entries that are deleted at once. A call takes so many thousand values at most, in Lua as in JavaScript. */
const AT_ONCE = 1000;

/**
 * A store in Redis. The client should fail soon when Redis is gone: `new Redis(url, { maxRetriesPerRequest: 1,
 * enableOfflineQueue: false, commandTimeout: 1000 })`.
 */
export function redisStore(client: RedisClient, options: RedisOptions = {}): EntryStore {
  const { prefix = 'noir:', keep = 86_400, maxEntryBytes = 16 * 2 ** 20 } = options;
  /** The key of the list of the entries with a tag. Not `tagged`, which older versions have for sets, a type of their own. */
  const tagged = (tag: string) => `${prefix}listed:${createHash('sha256').update(tag).digest('base64url')}`;
  return {
    name: 'redis',
    async get(key) {
      const data = await client.getBuffer(prefix + key);
      const entry = data ? readEntry(data) : undefined;
      if (!entry) return undefined;
      // Redis may have dropped a list and kept its entries. A purge would not find them, so they count as dropped, too.
      const ends = await Promise.all(entry.tags.map((tag) => client.zscore(tagged(tag), prefix + key)));
      return ends.includes(null) ? undefined : entry;
    },
    async set(key, entry) {
      const data = writeEntry(entry);
      if (data.length > maxEntryBytes) return;
      // Listed first: an entry that is not listed is not found.
      for (const tag of entry.tags) await client.eval(LIST, 1, tagged(tag), prefix + key, String(keep));
      await client.set(prefix + key, data, 'EX', keep);
    },
    async purge(tag) {
      const keys = await client.zrange(tagged(tag), 0, -1);
      let count = 0;
      for (let at = 0; at < keys.length; at += AT_ONCE) {
        const some = keys.slice(at, at + AT_ONCE);
        count += Number(await client.eval(FORGET, 1, tagged(tag), ...some));
      }
      return count;
    },
    async lock(key) {
      const [name, token] = [`${prefix}lock:${key}`, randomUUID()];
      const taken = await client.set(name, token, 'PX', LOCK_TIME, 'NX');
      if (!taken) return undefined;
      return async () => void (await client.eval(RELEASE, 1, name, token));
    },
    async close() {
      await client.quit();
    },
  };
}
