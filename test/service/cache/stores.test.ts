import { spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { afterAll, describe, expect, test } from 'vitest';
import { diskStore } from '../../../src/service/cache/disk-store.ts';
import { type Entry, strongEtag } from '../../../src/service/cache/entry.ts';
import { memoryStore } from '../../../src/service/cache/memory-store.ts';
import { redisStore } from '../../../src/service/cache/redis-store.ts';
import { ResultCache } from '../../../src/service/cache/result-cache.ts';

const root = await mkdtemp(join(tmpdir(), 'noir-cache-'));
const closing: (() => unknown)[] = [];

afterAll(async () => {
  for (const close of closing) await close();
  await rm(root, { recursive: true });
});

/** A real Redis on a socket in the folder; undefined where none is installed. */
async function startRedis(): Promise<Redis | undefined> {
  const socket = join(root, 'redis.sock');
  const options = ['--port', '0', '--unixsocket', socket, '--save', '', '--dir', root];
  const server = spawn('redis-server', options, { stdio: 'ignore' });
  const runs = await new Promise((resolve) => {
    server.once('error', () => resolve(false)).once('spawn', () => resolve(true));
  });
  if (!runs) {
    console.warn('noir: the tests of Redis are skipped: no redis-server is installed');
    return undefined;
  }
  const client = new Redis(socket, { retryStrategy: () => 100 });
  client.on('error', () => {});
  closing.push(
    () => client.disconnect(),
    () => server.kill(),
  );
  await client.ping();
  return client;
}

const redis = await startRedis();

const keyOf = (name: string) => name.padEnd(43, '0');
function entryOf(text: string, tags: readonly string[] = []): Entry {
  const bytes = Buffer.from(text);
  return { bytes, etag: strongEtag(bytes), headers: { 'Content-Type': 'image/png' }, extension: 'png', tags };
}

const stores = {
  memory: async () => memoryStore(1e6),
  disk: async () => diskStore(join(root, 'disk'), 1e6),
  ...(redis && { redis: async () => redisStore(redis) }),
};

describe.each(Object.entries(stores))('the store in %s', (_, open) => {
  test('gives back what it was given, and forgets by tag', async () => {
    const store = await open();
    const entry = entryOf('picture', ['cats/tom.jpg', 'cats']);
    await store.set(keyOf('a'), entry);
    await store.set(keyOf('b'), entryOf('other', ['dogs']));
    const found = await store.get(keyOf('a'));
    expect({ ...found, bytes: Buffer.from(found?.bytes ?? []) }).toEqual(entry);
    expect(await store.get(keyOf('c'))).toBeUndefined();
    expect(await store.purge('cats')).toBe(1);
    expect(await store.purge('cats')).toBe(0);
    expect(await store.get(keyOf('a'))).toBeUndefined();
    expect(await store.get(keyOf('b'))).toBeDefined();
  });
});

test.runIf(redis)('Redis forgets by a tag that many entries have', async () => {
  const client = redis as Redis;
  const store = redisStore(client, { prefix: 'many:' });
  await store.set(keyOf('many'), entryOf('picture', ['many']));
  const [tag = ''] = await client.keys('many:listed:*');
  for (let at = 0; at < 200_000; at += 10_000) {
    const gone = Array.from({ length: 10_000 }, (_, index) => [2e9, `many:gone${at + index}`]);
    await client.zadd(tag, ...gone.flat());
  }
  expect(await store.purge('many')).toBe(1);
  expect(await store.get(keyOf('many'))).toBeUndefined();
  expect(await client.exists(tag)).toBe(0);
});

test.runIf(redis)(
  'an entry that a purge would not find is gone: Redis has dropped the list of its tag',
  async () => {
    const client = redis as Redis;
    const store = redisStore(client, { prefix: 'full:' });
    const entry = entryOf('picture', ['cats/tom.jpg', 'cats']);
    await store.set(keyOf('a'), entry);
    expect(await store.get(keyOf('a'))).toBeDefined();
    const [tag = ''] = await client.keys('full:listed:*');
    await client.del(tag);
    expect(await store.get(keyOf('a'))).toBeUndefined();
    await store.set(keyOf('a'), entry);
    expect(await store.get(keyOf('a'))).toBeDefined();
    expect(await store.purge('cats')).toBe(1);
  },
);

test.runIf(redis)(
  'Redis lists an entry no longer than it keeps it, however long its tag is in use',
  async () => {
    const client = redis as Redis;
    const [brief, usual] = [{ keep: 1 }, {}].map((keep) => redisStore(client, { prefix: 'old:', ...keep }));
    await brief?.set(keyOf('old'), entryOf('picture', ['cats']));
    await usual?.set(keyOf('kept'), entryOf('picture', ['cats']));
    await expect.poll(() => client.exists(`old:${keyOf('old')}`), { timeout: 10_000 }).toBe(0);
    await pause(1000);
    await usual?.set(keyOf('new'), entryOf('picture', ['cats']));
    const [tag = ''] = await client.keys('old:listed:*');
    expect((await client.zrange(tag, 0, -1)).sort()).toEqual([`old:${keyOf('kept')}`, `old:${keyOf('new')}`]);
  },
);

test('memory and disk stay within their bytes, and drop what was not asked for', async () => {
  const folder = join(root, 'small');
  for (const store of [memoryStore(100_000), await diskStore(folder, 100_000)]) {
    for (let i = 0; i < 20; i++) {
      await store.set(keyOf(`n${i}`), entryOf('x'.repeat(15_000)));
      await store.get(keyOf('n0'));
    }
    expect(await store.get(keyOf('n0'))).toBeDefined();
    expect(await store.get(keyOf('n1'))).toBeUndefined();
    await store.set(keyOf('huge'), entryOf('x'.repeat(60_000)));
    expect(await store.get(keyOf('huge'))).toBeUndefined();
  }
  await expect.poll(async () => (await readdir(folder)).length).toBeLessThan(7);
});

test('the disk keeps entries for the next process, and no half of one', async () => {
  const folder = join(root, 'kept');
  const first = await diskStore(folder, 1e6);
  await first.set(keyOf('a'), entryOf('picture', ['cats']));
  await first.set(keyOf('b'), entryOf('damaged'));
  await first.set(keyOf('c'), entryOf('cut'));
  const pathOf = (name: string) => join(folder, `${keyOf(name)}.noir`);
  const damaged = await readFile(pathOf('b'));
  damaged.writeUInt8(0, damaged.length - 1);
  await writeFile(pathOf('b'), damaged);
  await writeFile(pathOf('c'), (await readFile(pathOf('c'))).subarray(0, 20));
  await writeFile(join(folder, 'left.draft'), 'x');
  await writeFile(join(folder, 'notes.txt'), 'mine');
  const second = await diskStore(folder, 1e6);
  expect(await second.get(keyOf('a'))).toBeDefined();
  expect(await second.get(keyOf('b'))).toBeUndefined();
  expect(await second.get(keyOf('c'))).toBeUndefined();
  await expect
    .poll(async () => (await readdir(folder)).sort())
    .toEqual([`${keyOf('a')}.noir`, 'notes.txt'].sort());
  expect(await second.purge('cats')).toBe(1);
});

test('the next process knows an entry with many tags, too', async () => {
  const folder = join(root, 'tagged');
  const tags = Array.from({ length: 1000 }, (_, index) => `tag ${index}`);
  await (await diskStore(folder, 1e6)).set(keyOf('a'), entryOf('picture', tags));
  expect(await (await diskStore(folder, 1e6)).purge('tag 999')).toBe(1);
});

test('the disk deletes what is too large for the bytes that it may have now', async () => {
  const folder = join(root, 'smaller');
  const first = await diskStore(folder, 1e6);
  await first.set(keyOf('a'), entryOf('x'.repeat(10_000)));
  await first.set(keyOf('b'), entryOf('picture'));
  const second = await diskStore(folder, 5000);
  expect(await readdir(folder)).toEqual([`${keyOf('b')}.noir`]);
  expect(await second.get(keyOf('b'))).toBeDefined();
});

test('the disk opens while another server with its folder deletes files', async () => {
  const folder = join(root, 'shared');
  const first = await diskStore(folder, 1e6);
  await first.set(keyOf('a'), entryOf('picture'));
  // A name in the folder without a file behind it is what the second server finds then.
  await symlink(join(folder, 'gone'), join(folder, `${keyOf('b')}.noir`));
  const second = await diskStore(folder, 1e6);
  expect(await second.get(keyOf('a'))).toBeDefined();
  expect(await second.get(keyOf('b'))).toBeUndefined();
});

test('the disk goes on when somebody deletes its folder', async () => {
  const folder = join(root, 'cleaned');
  const store = await diskStore(folder, 1e6);
  await store.set(keyOf('a'), entryOf('picture'));
  await rm(folder, { recursive: true });
  expect(await store.get(keyOf('a'))).toBeUndefined();
  await store.set(keyOf('b'), entryOf('picture'));
  expect(await store.get(keyOf('b'))).toBeDefined();
});

test('a store gets what a slower one had', async () => {
  const [fast, slow] = [memoryStore(1e6), memoryStore(1e6)];
  await slow.set(keyOf('a'), entryOf('picture'));
  const cache = new ResultCache([fast, slow]);
  expect(await cache.get(keyOf('a'))).toBeDefined();
  expect(await fast.get(keyOf('a'))).toBeDefined();
  expect(cache.status()).toMatchObject([
    { name: 'memory', hits: 0, misses: 1 },
    { name: 'memory', hits: 1, misses: 0 },
  ]);
});

test('an entry is found while it is being written, and purged with the others', async () => {
  const store = memoryStore(1e6);
  let write = () => {};
  const written = new Promise<void>((resolve) => {
    write = resolve;
  });
  const slow = {
    ...store,
    set: (key: string, entry: Entry) => written.then(() => store.set(key, entry)),
  };
  const cache = new ResultCache([slow]);
  const setting = cache.set(keyOf('a'), entryOf('picture', ['cats']));
  expect(await cache.get(keyOf('a'))).toEqual(entryOf('picture', ['cats']));
  const purging = cache.purge('cats');
  write();
  expect(await purging).toBe(1);
  await setting;
  expect(await cache.get(keyOf('a'))).toBeUndefined();
});

test('an entry that a slower store reads during a purge is not given to a quicker one', async () => {
  const [fast, slow] = [memoryStore(1e6), memoryStore(1e6)];
  await slow.set(keyOf('a'), entryOf('picture', ['cats']));
  let read = () => {};
  const isRead = new Promise<void>((resolve) => {
    read = resolve;
  });
  const get = async (key: string) => {
    const entry = await slow.get(key);
    await isRead;
    return entry;
  };
  const cache = new ResultCache([fast, { ...slow, get }]);
  const getting = cache.get(keyOf('a'));
  await expect.poll(() => cache.status()[0]?.misses).toBe(1);
  await cache.purge('cats');
  read();
  expect(await getting).toBeDefined();
  expect([await fast.get(keyOf('a')), cache.factsOf(keyOf('a'))]).toEqual([undefined, undefined]);
});

test('a store that takes long to fail is left alone for a while, but not when pictures are purged', async () => {
  let asked = 0;
  const hangs = async () => {
    asked++;
    await pause(250);
    throw new Error('gone');
  };
  const broken = { name: 'broken', get: hangs, set: hangs, purge: hangs };
  const cache = new ResultCache([memoryStore(1e6), broken]);
  for (const name of ['a', 'b']) {
    expect(await cache.get(keyOf(name))).toBeUndefined();
    await cache.set(keyOf(name), entryOf('picture', ['cats']));
    expect(await cache.get(keyOf(name))).toBeDefined();
  }
  expect(asked).toBe(1);
  expect(cache.status()[1]).toMatchObject({ hits: 0, misses: 0, failures: 4 });
  await expect(cache.purge('cats')).rejects.toMatchObject({ code: 'store-failed' });
  expect([asked, await cache.get(keyOf('a'))]).toEqual([2, undefined]);
});

test('a server that hangs over a picture does not keep the others from making it', async () => {
  const taken = { ...memoryStore(1e6), lock: async () => undefined };
  const { signal } = new AbortController();
  expect(await new ResultCache([taken]).wait(keyOf('a'), signal, 100)).toBeTypeOf('function');
});

test.skipIf(!redis)('of two servers one makes a picture, and the other waits for it', async () => {
  const client = redis as Redis;
  const [one, two] = [new ResultCache([redisStore(client)]), new ResultCache([redisStore(client)])];
  const { signal } = new AbortController();
  const key = keyOf('shared');
  const done = await one.wait(key, signal);
  if (typeof done !== 'function') throw new Error('expected the turn');
  const waiting = two.wait(key, signal);
  await one.set(key, entryOf('picture'));
  await done();
  expect(await waiting).toMatchObject({ etag: strongEtag(Buffer.from('picture')) });
  // One that gives up without a picture lets the other one try.
  const again = await one.wait(keyOf('failed'), signal);
  const next = two.wait(keyOf('failed'), signal);
  if (typeof again === 'function') await again();
  expect(await next).toBeTypeOf('function');
});
