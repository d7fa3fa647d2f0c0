// What those who run a server hear of a cache that fails.
import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { closeStores, openCache } from '../../../src/cli/serve/cache.ts';
import { type Entry, strongEtag } from '../../../src/service/cache/entry.ts';
import { ResultCache } from '../../../src/service/cache/result-cache.ts';

const root = await mkdtemp(join(tmpdir(), 'noir-store-failures-'));
const closing: (() => unknown)[] = [];
afterAll(async () => {
  for (const close of closing) await close();
  await rm(root, { recursive: true });
});

const settings = { memory: 0, dir: undefined, disk: 2 ** 20, redis: undefined, staleIfError: 0 };
const bytes = Buffer.alloc(100_000);
const entry: Entry = { bytes, etag: strongEtag(bytes), headers: {}, extension: 'png', tags: [] };

test('the log says once why the folder of the cache fails', async () => {
  const dir = join(root, 'folder');
  const lines: string[] = [];
  const { stores } = await openCache({ ...settings, dir }, (line) => lines.push(line));
  await rm(dir, { recursive: true });
  await writeFile(dir, 'a file in its place');
  const cache = new ResultCache(stores);
  for (const key of ['a', 'b']) await cache.set(key.padEnd(43, '0'), entry);
  expect(lines).toEqual([expect.stringContaining(`the folder of the cache, ${dir}: `)]);
});

/** The socket of a Redis that is full; undefined where none is installed. */
async function startFullRedis(): Promise<string | undefined> {
  const socket = join(root, 'redis.sock');
  const options = ['--port', '0', '--unixsocket', socket, '--save', '', '--dir', root, '--maxmemory', '100'];
  const server = spawn('redis-server', options, { stdio: 'ignore' });
  const runs = await new Promise((resolve) => {
    server.once('error', () => resolve(false)).once('spawn', () => resolve(true));
  });
  closing.push(() => server.kill());
  return runs ? socket : undefined;
}

const socket = await startFullRedis();

test.skipIf(!socket)('the log says that Redis is full, and what to set', async () => {
  const lines: string[] = [];
  const cache = await openCache({ ...settings, redis: socket }, (line) => lines.push(line));
  closing.push(() => closeStores(cache));
  const results = new ResultCache(cache.stores);
  await expect
    .poll(async () => {
      await results.set('a'.padEnd(43, '0'), entry);
      return lines;
    })
    .toContainEqual(expect.stringContaining('allkeys-lru'));
  expect(lines.filter((line) => line.includes('allkeys-lru'))).toHaveLength(1);
});
