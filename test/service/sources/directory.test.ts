import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { SourceRequest } from '../../../src/service/source.ts';
import { HiddenFault } from '../../../src/service/source-failure.ts';
import { directory } from '../../../src/service/sources/directory.ts';

const place = realpathSync(mkdtempSync(join(tmpdir(), 'noir-directory-')));
afterAll(() => rmSync(place, { recursive: true }));

const root = join(place, 'root');
for (const folder of ['root/cats', 'root/dogs', 'outside'])
  mkdirSync(join(place, folder), { recursive: true });
const large = Buffer.alloc(100_000, 'cat');
writeFileSync(join(root, 'cats/tom.jpg'), 'tom');
writeFileSync(join(root, 'cats/large.jpg'), large);
writeFileSync(join(place, 'outside/secret.jpg'), 'secret');
symlinkSync('tom.jpg', join(root, 'cats/link.jpg'));
symlinkSync('../cats', join(root, 'dogs/cats'));
symlinkSync('../../outside/secret.jpg', join(root, 'cats/out.jpg'));
symlinkSync('../../outside', join(root, 'cats/outside'));
symlinkSync('nothing.jpg', join(root, 'cats/broken.jpg'));
symlinkSync('loop.jpg', join(root, 'cats/loop.jpg'));

const request: SourceRequest = { limit: 2 ** 20, signal: new AbortController().signal };
const source = directory(root);
const textOf = async (key: string) => {
  const answer = await source.get(key, request);
  return answer.kind === 'file' ? Buffer.from(answer.bytes).toString() : answer.kind;
};

test('has its files, also through links that stay inside', async () => {
  for (const key of ['cats/tom.jpg', 'cats/link.jpg', 'dogs/cats/tom.jpg', 'dogs/cats/link.jpg']) {
    expect(await textOf(key), key).toBe('tom');
  }
});

test('refuses links that lead out, and has nothing where there is no file', async () => {
  for (const key of ['cats/out.jpg', 'cats/outside/secret.jpg', 'dogs/cats/outside/secret.jpg']) {
    await expect(source.get(key, request), key).rejects.toMatchObject({ code: 'source-forbidden' });
  }
  for (const key of ['cats/broken.jpg', 'cats/loop.jpg', 'cats', 'cats/tom.jpg/more', 'birds/a.jpg']) {
    await expect(source.get(key, request), key).rejects.toMatchObject({ code: 'not-found' });
  }
});

test('may itself be a link, which leads elsewhere after a while', async () => {
  const current = join(place, 'current');
  const link = (to: string) => {
    rmSync(current, { force: true });
    symlinkSync(to, current);
  };
  const released = directory(current);
  const has = (key: string) =>
    released.get(key, request).then(
      ({ kind }) => kind,
      ({ code }) => code,
    );
  link('root');
  expect(await has('cats/tom.jpg')).toBe('file');
  link('outside');
  await expect.poll(() => has('secret.jpg'), { timeout: 60_000 }).toBe('file');
  expect(await has('cats/tom.jpg')).toBe('not-found');
});

test('says that the folder fails, and not that there is no picture, while it is gone', async () => {
  const disk = join(place, 'disk');
  const mounted = directory(disk);
  await expect(mounted.get('tom.jpg', request)).rejects.toMatchObject({ code: 'bad-source' });
  mkdirSync(disk);
  writeFileSync(join(disk, 'tom.jpg'), 'tom');
  expect(await mounted.get('tom.jpg', request)).toMatchObject({ kind: 'file' });
  rmSync(disk, { recursive: true });
  await expect(mounted.get('tom.jpg', request)).rejects.toMatchObject({ code: 'bad-source' });
});

test.skipIf(process.getuid?.() === 0 || process.platform === 'win32')(
  'tells those who run the server of a file that it may not read',
  async () => {
    writeFileSync(join(root, 'secret.jpg'), 'secret', { mode: 0 });
    const cause = new HiddenFault('it does not let Noir read a file (EACCES)');
    await expect(source.get('secret.jpg', request)).rejects.toMatchObject({ code: 'not-found', cause });
  },
);

// Some files of Linux that describe devices can be opened and not be read.
const unreadable = '/sys/devices/virtual/net/lo/speed';
test.skipIf(!existsSync(unreadable))('says that the disk fails when a file cannot be read', async () => {
  const disk = directory(dirname(unreadable));
  await expect(disk.get('speed', request)).rejects.toMatchObject({
    code: 'bad-source',
    cause: { message: 'read ended with EINVAL' },
  });
});

test('leaves a large file to whoever reads it, without links in its path, and knows when it changes', async () => {
  const leaves = (head: Uint8Array) => head.length < large.length;
  const answer = await source.get('dogs/cats/large.jpg', { ...request, leaves });
  expect(answer).toMatchObject({
    kind: 'local',
    file: { path: join(root, 'cats/large.jpg'), length: large.length, head: large.subarray(0, 32 * 1024) },
  });
  const known = answer.kind === 'local' ? answer.validator : undefined;
  expect(await source.get('cats/large.jpg', { ...request, known })).toMatchObject({ kind: 'unchanged' });
  expect(await source.get('cats/tom.jpg', { ...request, known })).toMatchObject({ kind: 'file' });
});
