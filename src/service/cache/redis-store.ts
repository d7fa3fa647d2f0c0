/** Keeps entries in Redis, for several servers, and lets one of them alone make a picture. */
import { createHash, randomUUID } from 'node:crypto';
import { type EntryStore, readEntry, writeEntry } from './entry.ts';

/** The commands that are used, as `ioredis` has them. */
export interface RedisClient {
  getBuffer(key: string): Promise<Buffer | null>;
  set(key: string, value: string | Buffer, unit: 'EX' | 'PX', time: number): Promise<unknown>;
  set(key: string, value: string, unit: 'PX', time: number, when: 'NX'): Promise<unknown>;
  sadd(key: string, member: string): Promise<unknown>;
  expire(key: string, seconds: number): Promise<unknown>;
  sismember(key: string, member: string): Promise<number>;
  smembers(key: string): Promise<string[]>;
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

/** Deletes some entries, and takes them out of the set of a tag. What is put into it meanwhile stays. */
const FORGET = `redis.call('srem', KEYS[1], unpack(ARGV)) return redis.call('del', unpack(ARGV))`;

/** Entries that are deleted at once. A call takes so many thousand values at most, in Lua as in JavaScript. */
const AT_ONCE = 1000;

/**
 * A store in Redis. The client should fail soon when Redis is gone: `new Redis(url, { maxRetriesPerRequest: 1,
 * enableOfflineQueue: false, commandTimeout: 1000 })`.
 */
export function redisStore(client: RedisClient, options: RedisOptions = {}): EntryStore {
  const { prefix = 'noir:', keep = 86_400, maxEntryBytes = 16 * 2 ** 20 } = options;
  /** The key of the set that lists the entries with a tag. */
  const tagged = (tag: string) => `${prefix}tag:${createHash('sha256').update(tag).digest('base64url')}`;
  return {
    name: 'redis',
    async get(key) {
      const data = await client.getBuffer(prefix + key);
      const entry = data ? readEntry(data) : undefined;
      if (!entry) return undefined;
      // Redis may have dropped a set and kept its entries. A purge would not find them, so they count as dropped, too.
      const listed = await Promise.all(entry.tags.map((tag) => client.sismember(tagged(tag), prefix + key)));
      return listed.every((is) => is === 1) ? entry : undefined;
    },
    async set(key, entry) {
      const data = writeEntry(entry);
      if (data.length > maxEntryBytes) return;
      // Listed first: an entry that no set lists is not found.
      for (const tag of entry.tags) {
        await client.sadd(tagged(tag), prefix + key);
        await client.expire(tagged(tag), keep);
      }
      await client.set(prefix + key, data, 'EX', keep);
    },
    async purge(tag) {
      const keys = await client.smembers(tagged(tag));
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
