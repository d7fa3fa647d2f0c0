import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createStorage } from 'unstorage';
import fsDriver from 'unstorage/drivers/fs';
import httpDriver from 'unstorage/drivers/http';
import memoryDriver from 'unstorage/drivers/memory';
import { afterAll, expect, test } from 'vitest';
import { fromStorage } from '../../../src/service/sources/from-storage.ts';

const base = await mkdtemp(join(tmpdir(), 'noir-storage-'));
await mkdir(join(base, 'cats'));
await writeFile(join(base, 'cats', 'tom.jpg'), 'picture');

afterAll(() => rm(base, { recursive: true }));

const request = { limit: 100, signal: new AbortController().signal };

test('files of a driver that knows times are asked for conditionally', async () => {
  const source = fromStorage(createStorage({ driver: fsDriver({ base }) }));
  const file = await source.get('cats/tom.jpg', request);
  if (file.kind !== 'file') throw new Error('expected a file');
  expect(Buffer.from(file.bytes).toString()).toBe('picture');
  expect(file.validator).toMatch(/^\d/);
  const known = { ...request, known: file.validator };
  expect((await source.get('cats/tom.jpg', known)).kind).toBe('unchanged');
  await expect(source.get('cats/tom.jpg', { ...request, limit: 3 })).rejects.toMatchObject({
    code: 'source-limit',
  });
});

test('files of any other driver come as they are', async () => {
  const storage = createStorage({ driver: memoryDriver() });
  await storage.setItemRaw('a.jpg', new Uint8Array([1, 2]));
  await storage.setItem('text.jpg', 'text');
  const source = fromStorage(storage);
  expect(await source.get('a.jpg', request)).toEqual({ kind: 'file', bytes: new Uint8Array([1, 2]) });
  await expect(source.get('text.jpg', request)).rejects.toMatchObject({ code: 'bad-source' });
});

test('keys that a storage would rewrite are not found', async () => {
  const source = fromStorage(createStorage({ driver: fsDriver({ base }) }));
  for (const key of [
    'cats:tom.jpg',
    'cats/tom.jpg?x',
    'cats//tom.jpg',
    '../x',
    'cats/tom.jpg$',
    'nothing.jpg',
    '',
  ]) {
    await expect(source.get(key, request)).rejects.toMatchObject({ code: 'not-found' });
  }
});

test('a stream is read up to the limit, and left there', async () => {
  let [sent, left] = [0, false];
  const endless = () =>
    new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += 30;
        controller.enqueue(new Uint8Array(30));
      },
      cancel() {
        left = true;
      },
    });
  const source = (value: () => unknown) =>
    fromStorage({ getItemRaw: async () => value(), getMeta: () => undefined });
  await expect(source(endless).get('a.jpg', request)).rejects.toMatchObject({ code: 'source-limit' });
  expect(left).toBe(true);
  expect(sent).toBeLessThan(300);
  const blob = source(() => new Blob([new Uint8Array(101)]));
  await expect(blob.get('a.jpg', request)).rejects.toMatchObject({ code: 'source-limit' });
  const short = new Blob([new Uint8Array([1, 2])]);
  for (const value of [() => short, () => short.stream()]) {
    const file = await source(value).get('a.jpg', request);
    expect(file.kind === 'file' && [...file.bytes]).toEqual([1, 2]);
  }
});

test('a driver that fails is a source that fails, and a file that it does not have is missing', async () => {
  const server = createServer(({ method, url }, response) => {
    if (url === '/no-head.jpg' && method === 'GET') response.end('picture');
    else response.writeHead(url === '/none.jpg' ? 404 : 500).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const source = fromStorage(createStorage({ driver: httpDriver({ base: `http://127.0.0.1:${port}` }) }));
  await expect(source.get('failing.jpg', request)).rejects.toMatchObject({ code: 'bad-source' });
  await expect(source.get('none.jpg', request)).rejects.toMatchObject({ code: 'not-found' });
  const file = await source.get('no-head.jpg', request);
  expect(file.kind === 'file' && Buffer.from(file.bytes).toString()).toBe('picture');
  server.closeAllConnections();
  server.close();
});

test('a stream that breaks off is a source that breaks off', async () => {
  const broken = new ReadableStream({ pull: (controller) => controller.error(new Error('gone')) });
  const source = fromStorage({ getItemRaw: async () => broken, getMeta: () => undefined });
  await expect(source.get('a.jpg', request)).rejects.toMatchObject({ code: 'source-truncated' });
});
